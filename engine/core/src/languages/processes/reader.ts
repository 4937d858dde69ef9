import type { FactsBuilder } from '../../facts/file-facts.js';
import { DeployFacts, filesIn } from '../deploy/deploy-facts.js';
import type { LanguageReader } from '../load-reader.js';

/** Such files above this are no honest ones. */
const LONGEST = 256 * 1024;
/** `web: gunicorn shop.wsgi`: devcenter.heroku.com/articles/procfile. */
const PROCESS = /^([A-Za-z][\w-]*):[ \t]+(\S.*)$/gm;
const SERVICE = /^\[Service\][ \t]*$/m;
/** `ExecStart=/usr/bin/python3 /srv/shop/worker.py`: systemd.service(5). */
const STARTS = /^ExecStart[ \t]*=[ \t]*[-@:+!]*(\S.*)$/gm;
const FOLDER = /^WorkingDirectory[ \t]*=[ \t]*-?(\/\S*)/m;
const WORD = /\S+/g;

/** Processes of a Procfile, or the service of a systemd unit, with the files that they start. */
function readFacts(source: string, facts: FactsBuilder): void {
  const deploy = new DeployFacts(facts, source);
  if (source.length > LONGEST) return;
  if (SERVICE.test(source)) readUnit(deploy, source);
  else for (const { 0: line, 1: name = '', 2: command = '', index } of source.matchAll(PROCESS)) deploy.addStart(deploy.addUnit(name, `process ${name}`, index, index + line.length), [{ start: index + line.length - command.length, end: index + line.length }]);
}

function readUnit(deploy: DeployFacts, source: string): void {
  const folder = FOLDER.exec(source)?.[1]?.replace(/\/?$/, '/');
  for (const { 0: line, 1: command = '', index } of source.matchAll(STARTS)) {
    const unit = deploy.addUnit('service', 'service', index, index + line.length);
    const start = index + line.length - command.length;
    deploy.addStart(unit, [{ start, end: start + command.length }]);
    if (folder === undefined) continue;
    // What lies in the folder that the service runs in is named from there.
    for (const { 0: word, index: at } of command.matchAll(WORD)) {
      const inside = word.startsWith(folder) ? word.slice(folder.length) : '';
      if (filesIn(inside)[0]?.word === inside && inside !== '') deploy.addNaming(unit, 'start', inside, start + at, start + at + word.length);
    }
  }
}

export const reader: LanguageReader = { facts: readFacts };
