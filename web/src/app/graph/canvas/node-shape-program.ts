import { NodeProgram } from 'sigma/rendering';
import type { ProgramInfo } from 'sigma/rendering';
import type { NodeDisplayData, RenderParams } from 'sigma/types';
import { floatColor } from 'sigma/utils';

/** Shapes by number, as the shader knows them. */
export const SHAPES = { circle: 0, square: 1, diamond: 2, hexagon: 3, ring: 4 } as const;
export type Shape = keyof typeof SHAPES;

/** A node with what this program needs beyond sigma's own fields. */
export interface ShapeData extends NodeDisplayData {
  readonly shape: Shape;
  readonly isMarked: boolean;
}

/** Radius below which no node is drawn, in pixels: far away things stay visible and can be pressed. */
export const LEAST_RADIUS = 3.5;

const UNIFORMS = ['u_sizeRatio', 'u_correctionRatio', 'u_matrix', 'u_markColor', 'u_paperColor', 'u_pixelRatio'] as const;

const VERTEX_SHADER = /* glsl */ `
attribute vec2 a_position;
attribute float a_size;
attribute vec4 a_color;
attribute vec4 a_id;
attribute float a_shape;
attribute float a_marked;
attribute vec2 a_corner;

uniform float u_sizeRatio;
uniform float u_correctionRatio;
uniform mat3 u_matrix;

varying vec4 v_color;
varying vec2 v_offset;
varying float v_radius;
varying float v_shape;
varying float v_marked;

const float bias = 255.0 / 254.0;
const float least = ${LEAST_RADIUS.toFixed(1)};
// Room for the mark around a selected node and for soft borders.
const float margin = 6.0;

void main() {
  float radius = max(a_size / u_sizeRatio, least);
  vec2 offset = a_corner * (radius + margin);
  gl_Position = vec4((u_matrix * vec3(a_position + offset * u_correctionRatio * 2.0, 1.0)).xy, 0.0, 1.0);
  v_offset = offset;
  v_radius = radius;
  v_shape = a_shape;
  v_marked = a_marked;
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
varying vec2 v_offset;
varying float v_radius;
varying float v_shape;
varying float v_marked;

uniform vec4 u_markColor;
uniform vec4 u_paperColor;
uniform float u_pixelRatio;

// Distance to the border in pixels; inside it is negative.
float distanceTo(vec2 point, float radius) {
  vec2 p = abs(point);
  if (v_shape < 0.5 || v_shape > 3.5) return length(point) - radius;
  if (v_shape < 1.5) {
    float corner = radius * 0.3;
    vec2 q = p - vec2(radius * 0.8 - corner);
    return length(max(q, 0.0)) + min(max(q.x, q.y), 0.0) - corner;
  }
  if (v_shape < 2.5) return (p.x + p.y - radius * 1.1) * 0.7071;
  return max(p.x * 0.866 + p.y * 0.5, p.y) - radius * 0.9;
}

void main(void) {
  float away = distanceTo(v_offset, v_radius);
#ifdef PICKING_MODE
  // Of an open container only the border can be pressed: what is inside lies behind it.
  if (away > 1.5 || (v_shape > 3.5 && away < -7.0)) discard;
  gl_FragColor = v_color;
#else
  float soft = 1.0 / u_pixelRatio;
  float body = 1.0 - smoothstep(-soft, soft, away);
  float border = smoothstep(-1.8 - soft, -1.8 + soft, away);
  // Blending expects colours that are multiplied by their opacity.
  vec4 full = vec4(v_color.rgb * v_color.a, v_color.a);
  vec4 color;
  if (v_shape > 3.5) {
    color = full * (body * 0.06 + body * border * 0.7);
  } else {
    // Large shapes are tinted and outlined, so that their names can be read; small ones are solid.
    vec4 tint = mix(u_paperColor, vec4(v_color.rgb, 1.0), mix(0.95, 0.2, smoothstep(9.0, 24.0, v_radius)));
    color = mix(vec4(tint.rgb, 1.0), vec4(v_color.rgb, 1.0), border) * body * v_color.a;
  }
  if (v_marked > 0.5) {
    float mark = (1.0 - smoothstep(5.0 - soft, 5.0 + soft, away)) * smoothstep(2.2 - soft, 2.2 + soft, away);
    color = mix(color, u_markColor, mark);
  }
  if (color.a < 0.003) discard;
  gl_FragColor = color;
#endif
}
`;

const { FLOAT, TRIANGLES, UNSIGNED_BYTE } = WebGL2RenderingContext;
const CORNERS = [
  [-1, -1],
  [1, -1],
  [-1, 1],
  [-1, 1],
  [1, -1],
  [1, 1],
];

/** Red, green and blue from 0 to 1. */
export interface ProgramColors {
  readonly mark: readonly [number, number, number];
  readonly ground: readonly [number, number, number];
}

/** Draws nodes as shapes of signed distances, so that kinds differ by more than colour. */
export function nodeShapeProgram(colors: () => ProgramColors) {
  return class NodeShapeProgram extends NodeProgram<(typeof UNIFORMS)[number]> {
    getDefinition() {
      return {
        VERTICES: 6,
        VERTEX_SHADER_SOURCE: VERTEX_SHADER,
        FRAGMENT_SHADER_SOURCE: FRAGMENT_SHADER,
        METHOD: TRIANGLES,
        UNIFORMS,
        ATTRIBUTES: [
          { name: 'a_position', size: 2, type: FLOAT },
          { name: 'a_size', size: 1, type: FLOAT },
          { name: 'a_color', size: 4, type: UNSIGNED_BYTE, normalized: true },
          { name: 'a_id', size: 4, type: UNSIGNED_BYTE, normalized: true },
          { name: 'a_shape', size: 1, type: FLOAT },
          { name: 'a_marked', size: 1, type: FLOAT },
        ],
        CONSTANT_ATTRIBUTES: [{ name: 'a_corner', size: 2, type: FLOAT }],
        CONSTANT_DATA: CORNERS,
      };
    }

    processVisibleItem(nodeIndex: number, startIndex: number, data: NodeDisplayData): void {
      // The canvas gives every node a shape; sigma's own type does not know the field.
      const { shape, isMarked } = data as ShapeData;
      const { array } = this;
      array[startIndex] = data.x;
      array[startIndex + 1] = data.y;
      array[startIndex + 2] = data.size;
      array[startIndex + 3] = floatColor(data.color);
      array[startIndex + 4] = nodeIndex;
      array[startIndex + 5] = SHAPES[shape];
      array[startIndex + 6] = isMarked ? 1 : 0;
    }

    setUniforms(parameters: RenderParams, { gl, uniformLocations }: ProgramInfo): void {
      const { mark, ground } = colors();
      gl.uniform1f(uniformLocations['u_sizeRatio'] ?? null, parameters.sizeRatio);
      gl.uniform1f(uniformLocations['u_correctionRatio'] ?? null, parameters.correctionRatio);
      gl.uniform1f(uniformLocations['u_pixelRatio'] ?? null, parameters.pixelRatio);
      gl.uniform4f(uniformLocations['u_markColor'] ?? null, ...mark, 1);
      gl.uniform4f(uniformLocations['u_paperColor'] ?? null, ...ground, 1);
      gl.uniformMatrix3fv(uniformLocations['u_matrix'] ?? null, false, parameters.matrix);
    }
  };
}
