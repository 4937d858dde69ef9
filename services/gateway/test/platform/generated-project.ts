/** A project of so many TypeScript files, whose classes call each other: enough work to be interrupted in. */
export function generatedProject(files: number): Readonly<Record<string, string>> {
  const sources: Record<string, string> = { 'package.json': '{ "name": "generated", "private": true }' };
  for (let index = 0; index < files; index++) {
    const [next, far] = [(index + 1) % files, (index * 7 + 3) % files];
    const methods = Array.from({ length: 12 }, (_, at) => `  step${at}(given: number): number {\n    const other = new Worker${next}();\n    return at${far}(given + ${at}) + other.step${(at + 1) % 12}(given);\n  }\n`);
    sources[`src/group-${index % 20}/worker-${index}.ts`] =
      `import { Worker${next} } from '../group-${next % 20}/worker-${next}.js';\nimport { at${far} } from '../group-${far % 20}/worker-${far}.js';\n\n` +
      `export function at${index}(given: number): number {\n  return given * ${index};\n}\n\nexport class Worker${index} {\n${methods.join('\n')}}\n`;
  }
  return sources;
}
