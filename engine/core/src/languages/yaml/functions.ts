import { joinPaths } from '@pinata/graph';
import type { DeployFacts } from '../deploy/deploy-facts.js';
import type { YamlView } from './yaml-view.js';

const MOST_FUNCTIONS = 2_000;
/** What a function of a template has of `AWS::Serverless::Function` or `AWS::Lambda::Function`. */
const FUNCTION = /^AWS::(?:Serverless|Lambda)::Function$/;
/** Events whose queue, topic or bucket has a name, with the key of it. */
const SOURCES: ReadonlyMap<string, string> = new Map([['sqs', 'arn'], ['sns', 'topicName'], ['stream', 'arn'], ['s3', 'bucket'], ['SQS', 'Queue'], ['SNS', 'Topic'], ['S3', 'Bucket'], ['Kinesis', 'Stream'], ['DynamoDB', 'Stream']]);

/** What calls a function of a platform: `http GET /users`, `schedule rate(1 day)`, `message Orders`. */
type Event = string;

/** Functions of a serverless.yml with what calls them: serverless.com/framework/docs/providers/aws/guide/functions. */
export function readServerless(deploy: DeployFacts, view: YamlView): void {
  for (const { key, start, value } of (view.get('functions')?.entries() ?? []).slice(0, MOST_FUNCTIONS)) {
    const handler = value.get('handler');
    if (handler?.text === undefined) continue;
    const events = (value.get('events')?.items() ?? []).flatMap((item) => item.entries().flatMap((event) => serverlessEvent(event.key, event.value)));
    addFunction(deploy, { name: key, handler, folder: '', events, start, end: value.end });
  }
}

function serverlessEvent(kind: string, view: YamlView): readonly Event[] {
  if (kind === 'http' || kind === 'httpApi') {
    const [method = '', path = ''] = view.text === undefined ? [view.get('method')?.text, view.get('path')?.text] : view.text.trim().split(/\s+/);
    return method === '' ? [] : [route(method, path)];
  }
  if (kind === 'schedule') return (view.get('rate')?.items() ?? view.items()).flatMap(({ text }) => (text === undefined ? [] : [`schedule ${text}`]));
  const key = SOURCES.get(kind);
  return key === undefined ? [] : source(view.get(key) ?? view);
}

/** Functions of a template of AWS with what calls them: docs.aws.amazon.com/serverless-application-model. */
export function readTemplate(deploy: DeployFacts, view: YamlView): void {
  const shared = view.at('Globals', 'Function', 'CodeUri')?.text;
  for (const { key, start, value } of (view.get('Resources')?.entries() ?? []).slice(0, MOST_FUNCTIONS)) {
    const properties = value.get('Properties');
    const handler = properties?.get('Handler');
    if (!FUNCTION.test(value.get('Type')?.text ?? '') || properties === undefined || handler?.text === undefined) continue;
    const events = (properties.get('Events')?.entries() ?? []).flatMap((event) => templateEvent(event.value.get('Type')?.text ?? '', event.value.get('Properties')));
    const code = properties.get('CodeUri')?.text ?? properties.get('Code')?.text ?? shared ?? '';
    addFunction(deploy, { name: key, handler, folder: code.replace(/^\.\/?|\/$/g, ''), events, start, end: value.end });
  }
}

function templateEvent(kind: string, properties: YamlView | undefined): readonly Event[] {
  if (kind === 'Api' || kind === 'HttpApi') {
    const [method, path] = [properties?.get('Method')?.text, properties?.get('Path')?.text];
    return method === undefined || path === undefined ? [] : [route(method, path)];
  }
  if (kind === 'Schedule' || kind === 'ScheduleV2') {
    const often = properties?.get('Schedule')?.text ?? properties?.get('ScheduleExpression')?.text;
    return often === undefined ? [] : [`schedule ${often}`];
  }
  const key = SOURCES.get(kind);
  return key === undefined ? [] : source(properties?.get(key));
}

function route(method: string, path: string): Event {
  return `http ${/^(?:any|\*)$/i.test(method) ? '*' : method.toUpperCase()} ${joinPaths(path)}`;
}

/** The name of a queue or topic: of `!GetAtt Orders.Arn` and of `arn:aws:sqs:…:orders` what it is called. */
function source(view: YamlView | undefined): readonly Event[] {
  const stated = view?.text ?? view?.get('Fn::GetAtt')?.items()[0]?.text ?? view?.get('Ref')?.text;
  const name = stated?.replace(/\.(?:Arn|StreamArn)$/, '').replace(/^arn:.*[:/]/, '') ?? '';
  return /^[\w.-]+$/.test(name) ? [`message ${name}`] : [];
}

interface PlatformFunction {
  readonly name: string;
  readonly handler: YamlView;
  /** Where its code lies. */
  readonly folder: string;
  readonly events: readonly Event[];
  readonly start: number;
  readonly end: number;
}

/** A function is a unit for each event that calls it, or one that only its name calls. */
function addFunction(deploy: DeployFacts, { name, handler, folder, events, start, end }: PlatformFunction): void {
  const text = handler.text ?? '';
  if (/[:${}]/.test(folder) || /[${}\s]/.test(text)) return;
  for (const event of events.length === 0 ? [`command ${name}`] : [...new Set(events)]) {
    const unit = deploy.addUnit(name, `function ${event}`, start, end);
    deploy.addNaming(unit, 'handler', folder === '' ? text : `${folder}:${text}`, handler.start, handler.end);
  }
}
