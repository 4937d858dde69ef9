import { EdgeProgram } from 'sigma/rendering';
import type { ProgramInfo } from 'sigma/rendering';
import type { EdgeDisplayData, NodeDisplayData, RenderParams } from 'sigma/types';
import { floatColor } from 'sigma/utils';
import { LEAST_RADIUS } from './node-shape-program.js';
import type { ShapeData } from './node-shape-program.js';

/** An edge with what this program needs beyond sigma's own fields; `size` is its thickness in pixels at any zoom. */
export interface LineData extends EdgeDisplayData {
  readonly isDashed: boolean;
}

const UNIFORMS = ['u_sizeRatio', 'u_correctionRatio', 'u_matrix', 'u_pixelRatio'] as const;

/**
 * A line from border to border with an arrow head at its end, one quad each. Everything along the line is measured in
 * pixels, so that dashes and heads keep their size while one zooms. The line runs a little beside the centres, so that
 * the two directions between a pair stay apart.
 */
const VERTEX_SHADER = /* glsl */ `
attribute vec2 a_start;
attribute vec2 a_end;
attribute vec2 a_radii;
attribute float a_thickness;
attribute float a_dashed;
attribute vec4 a_color;
attribute vec4 a_id;
attribute vec2 a_corner;

uniform float u_sizeRatio;
uniform float u_correctionRatio;
uniform mat3 u_matrix;

varying vec4 v_color;
varying float v_along;
varying float v_across;
varying float v_length;
varying float v_thickness;
varying float v_dashed;

const float bias = 255.0 / 254.0;
const float beside = 2.5;
const float least = ${LEAST_RADIUS.toFixed(1)};

void main() {
  float pixel = u_correctionRatio * 2.0;
  vec2 between = (a_end - a_start) / pixel;
  float whole = max(length(between), 0.001);
  vec2 direction = between / whole;
  vec2 normal = vec2(-direction.y, direction.x);
  float fromStart = max(a_radii.x / u_sizeRatio, least) + 1.0;
  float fromEnd = max(a_radii.y / u_sizeRatio, least) + 1.5;
  // One inside the other: the line goes from centre to centre.
  if (fromStart + fromEnd >= whole) {
    if (a_radii.x > a_radii.y) fromStart = 0.0; else fromEnd = 0.0;
    if (fromStart + fromEnd >= whole) { fromStart = 0.0; fromEnd = 0.0; }
  }
  float along = max(whole - fromStart - fromEnd, 0.0);
  float half_width = a_thickness * 0.5 + 5.0;
  vec2 point = direction * (fromStart + along * a_corner.x) + normal * (half_width * a_corner.y - beside);
  gl_Position = vec4((u_matrix * vec3(a_start + point * pixel, 1.0)).xy, 0.0, 1.0);
  v_along = along * a_corner.x;
  v_across = half_width * a_corner.y;
  v_length = along;
  v_thickness = a_thickness;
  v_dashed = a_dashed;
#ifdef PICKING_MODE
  v_color = a_id;
#else
  v_color = a_color;
#endif
  v_color.a *= bias;
}
`;

const FRAGMENT_SHADER = /* glsl */ `
precision highp float;

varying vec4 v_color;
varying float v_along;
varying float v_across;
varying float v_length;
varying float v_thickness;
varying float v_dashed;

uniform float u_pixelRatio;

void main(void) {
  float head = min(6.0 + v_thickness * 1.6, v_length);
  float toEnd = v_length - v_along;
  float width = v_thickness * 0.5;
#ifdef PICKING_MODE
  if (abs(v_across) > width + 3.0) discard;
  gl_FragColor = v_color;
#else
  float soft = 0.7 / u_pixelRatio;
  if (toEnd < head) width = (toEnd / head) * (2.2 + v_thickness * 0.9);
  else if (v_dashed > 0.5 && mod(v_along, 9.0) > 5.0) discard;
  float body = 1.0 - smoothstep(width - soft, width + soft, abs(v_across));
  if (body < 0.01) discard;
  // Blending expects colours that are multiplied by their opacity.
  gl_FragColor = vec4(v_color.rgb * v_color.a, v_color.a) * body;
#endif
}
`;

const { FLOAT, TRIANGLES, UNSIGNED_BYTE } = WebGL2RenderingContext;
const CORNERS = [
  [0, -1],
  [1, -1],
  [0, 1],
  [0, 1],
  [1, -1],
  [1, 1],
];

/** Draws directed edges, dashed where they are inferred. */
export class EdgeLineProgram extends EdgeProgram<(typeof UNIFORMS)[number]> {
  getDefinition() {
    return {
      VERTICES: 6,
      VERTEX_SHADER_SOURCE: VERTEX_SHADER,
      FRAGMENT_SHADER_SOURCE: FRAGMENT_SHADER,
      METHOD: TRIANGLES,
      UNIFORMS,
      ATTRIBUTES: [
        { name: 'a_start', size: 2, type: FLOAT },
        { name: 'a_end', size: 2, type: FLOAT },
        { name: 'a_radii', size: 2, type: FLOAT },
        { name: 'a_thickness', size: 1, type: FLOAT },
        { name: 'a_dashed', size: 1, type: FLOAT },
        { name: 'a_color', size: 4, type: UNSIGNED_BYTE, normalized: true },
        { name: 'a_id', size: 4, type: UNSIGNED_BYTE, normalized: true },
      ],
      CONSTANT_ATTRIBUTES: [{ name: 'a_corner', size: 2, type: FLOAT }],
      CONSTANT_DATA: CORNERS,
    };
  }

  processVisibleItem(edgeIndex: number, startIndex: number, source: NodeDisplayData, target: NodeDisplayData, data: EdgeDisplayData): void {
    const { array } = this;
    array[startIndex] = source.x;
    array[startIndex + 1] = source.y;
    array[startIndex + 2] = target.x;
    array[startIndex + 3] = target.y;
    const length = Math.hypot(target.x - source.x, target.y - source.y) || 1;
    const across = Math.abs(target.x - source.x) / length;
    const up = Math.abs(target.y - source.y) / length;
    array[startIndex + 4] = source.size * reachOf(source, across, up);
    array[startIndex + 5] = target.size * reachOf(target, across, up);
    array[startIndex + 6] = data.size;
    // The canvas says of every edge whether it is dashed; sigma's own type does not know the field.
    array[startIndex + 7] = (data as LineData).isDashed ? 1 : 0;
    array[startIndex + 8] = floatColor(data.color);
    array[startIndex + 9] = edgeIndex;
  }

  setUniforms(parameters: RenderParams, { gl, uniformLocations }: ProgramInfo): void {
    gl.uniform1f(uniformLocations['u_sizeRatio'] ?? null, parameters.sizeRatio);
    gl.uniform1f(uniformLocations['u_correctionRatio'] ?? null, parameters.correctionRatio);
    gl.uniform1f(uniformLocations['u_pixelRatio'] ?? null, parameters.pixelRatio);
    gl.uniformMatrix3fv(uniformLocations['u_matrix'] ?? null, false, parameters.matrix);
  }
}

/** How far a shape's border lies from its centre in a direction, in radii; the numbers are those of the shapes' shader. */
export function reachOf(data: NodeDisplayData, across: number, up: number): number {
  // The canvas gives every node a shape.
  switch ((data as ShapeData).shape) {
    case 'square':
      return Math.min(1, 0.8 / Math.max(across, up));
    case 'diamond':
      return 1.1 / (across + up);
    case 'hexagon':
      return 0.95;
    default:
      return 1;
  }
}
