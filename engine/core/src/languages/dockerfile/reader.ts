import { DockerfileParser, From, JSONInstruction } from 'dockerfile-ast';
import type { Instruction } from 'dockerfile-ast';
import type { FactsBuilder } from '../../facts/file-facts.js';
import { DeployFacts } from '../deploy/deploy-facts.js';
import type { LanguageReader } from '../load-reader.js';

/** Dockerfiles above this are no honest ones. */
const LONGEST = 256 * 1024;
const COPIES = /^(?:COPY|ADD)$/;
const STARTS = /^(?:CMD|ENTRYPOINT)$/;
const RUNS = /^(?:CMD|ENTRYPOINT|RUN|HEALTHCHECK)$/;

/** Stages, what they are built from, and files that they copy and run: docs.docker.com/reference/dockerfile. */
function readFacts(source: string, facts: FactsBuilder): void {
  const deploy = new DeployFacts(facts, source);
  if (source.length > LONGEST) return;
  const lines = [0];
  for (let at = source.indexOf('\n'); at >= 0; at = source.indexOf('\n', at + 1)) lines.push(at + 1);
  const offset = ({ line, character }: { readonly line: number; readonly character: number }): number => (lines[line] ?? 0) + character;
  const instructions = DockerfileParser.parse(source).getInstructions();
  const stages = instructions.filter((instruction): instruction is From => instruction instanceof From);
  let stage = -1;
  for (const instruction of instructions) {
    const keyword = instruction.getKeyword().toUpperCase();
    if (instruction instanceof From) {
      stage = addStage(deploy, instruction, stages, source, offset);
      continue;
    }
    if (COPIES.test(keyword) || RUNS.test(keyword)) readInstruction(deploy, stage, instruction, keyword, offset);
  }
}

function addStage(deploy: DeployFacts, from: From, stages: readonly From[], source: string, offset: (position: { readonly line: number; readonly character: number }) => number): number {
  const image = from.getImage();
  const range = from.getRange();
  const next = stages[stages.indexOf(from) + 1];
  const end = next === undefined ? source.length : offset(next.getRange().start);
  const name = from.getBuildStage() ?? String(stages.indexOf(from));
  const stage = deploy.addUnit(name, `FROM ${image ?? ''}${from.getBuildStage() === null ? '' : ` AS ${name}`}`, offset(range.start), end);
  const place = from.getImageRange();
  if (image !== null && place !== null && image !== 'scratch' && !image.includes('$')) deploy.addNaming(stage, 'image', image, offset(place.start), offset(place.end));
  return stage;
}

function readInstruction(deploy: DeployFacts, stage: number, instruction: Instruction, keyword: string, offset: (position: { readonly line: number; readonly character: number }) => number): void {
  const strings = instruction instanceof JSONInstruction ? instruction.getJSONStrings() : [];
  const parts = strings.length > 0 ? strings : instruction.getArguments();
  const origin = parts.length > 0 ? (instruction.toString().match(/--from=(\S+)/)?.[1] ?? '') : '';
  // What comes from another stage is no file of the repository.
  const used = COPIES.test(keyword) ? (origin === '' ? parts.slice(0, -1) : []) : parts;
  const places = used.map((part) => ({ start: offset(part.getRange().start), end: offset(part.getRange().end) }));
  if (STARTS.test(keyword)) deploy.addStart(stage, places);
  else for (const { start, end } of places) deploy.addCommand(stage, start, end);
}

export const reader: LanguageReader = { facts: readFacts };
