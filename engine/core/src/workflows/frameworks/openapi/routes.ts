import { Kind, LOCAL, SYMBOL } from '../../../facts/schema.js';
import { symbolOf } from '../../../link/outcome.js';
import type { FileView } from '../../../view/file-view.js';
import type { FrameworkRoutes } from '../../framework.js';
import type { SiteMaker } from '../../make-sites.js';
import { parametersOf } from '../../routers.js';
import type { OperationHandlerSite, OperationSite, Site } from '../../sites.js';
import { valuesOf } from '../../values.js';

const OPERATION = /^operation ([A-Z]+) (.+)$/;
const BY_OPERATION = 80;
/** Interfaces and classes that generators make of a description, by language: openapi-generator.tech, apicur.io (`Resource`), github.com/RicoSuter/NSwag. */
const GENERATED: ReadonlyMap<string, RegExp> = new Map([
  ['java', /(?:Api(?:Delegate|Service)?|Resource)$/],
  ['kotlin', /(?:Api(?:Delegate|Service)?|Resource)$/],
  ['csharp', /^\w+ControllerBase$|^I\w+Controller$|^\w+ApiController$/],
]);
/** Methods that other generators are known to map too: they say themselves where they are reached. */
const MAPPED = /^(?:(?:Get|Post|Put|Patch|Delete|Request)Mapping|GET|POST|PUT|PATCH|DELETE|Http(?:Get|Post|Put|Patch|Delete)|Route)$/;
/** First parameters of the methods that oapi-codegen has a server implement: github.com/oapi-codegen/oapi-codegen. */
const GIVEN_BY_SERVERS = /(?:^|\.)(?:ResponseWriter|Context|Ctx)$/;
const OF_JAXRS = /^(?:jakarta|javax)\.(?:ws\.rs|enterprise|inject)\b|^io\.quarkus\./;
const STRICT = /(?:^|\.)\w+RequestObject$/;

/** Operations of descriptions, and the methods that implement what was generated of them. */
export const routes: FrameworkRoutes = {
  files: /./,
  read: (view, maker) => {
    const { languageId } = view.file;
    if (languageId === 'yaml') return operations(view);
    return languageId === 'go' ? serverMethods(view, maker) : implemented(view, maker, GENERATED.get(languageId));
  },
};

function operations(view: FileView): readonly OperationSite[] {
  const { symbols } = view.facts;
  return rowsOf(view).flatMap((row) => {
    const [, method, address] = OPERATION.exec(view.facts.text(symbols.get(row, SYMBOL.signature))) ?? [];
    return method === undefined || address === undefined ? [] : [{ kind: 'operation', operation: nameOf(view, row), method, address }];
  });
}

/** Methods of classes that implement or continue what no file of the repository declares. */
function implemented(view: FileView, maker: SiteMaker, generated: RegExp | undefined): readonly Site[] {
  const { symbols } = view.facts;
  const types = new Set(rowsOf(view).filter((row) => generated !== undefined && symbols.get(row, SYMBOL.kind) === Kind.class && view.heritageOf(row).some((one) => {
    const base = view.base(one);
    return generated.test(base.name) && symbolOf(base.outcome) < 0;
  })));
  if (types.size === 0) return [];
  const server = languageServer(view);
  return rowsOf(view).filter((row) => types.has(symbols.get(row, SYMBOL.parent)) && symbols.get(row, SYMBOL.kind) === Kind.method && !view.decorationsOf(row).some(({ name }) => MAPPED.test(name))).flatMap((row) => {
    const prefix = valuesOf({ view, expression: -1, symbol: row, type: -1 }, ['class:RequestMapping:0', 'class:RequestMapping:value', 'class:RequestMapping:path', 'class:Path:0'])[0] ?? '';
    const operation = nameOf(view, row).replace(/Async$/, '');
    // `Pets_Add` is `Add` of a controller that is called after what stands before it.
    const spellings = view.file.languageId === 'csharp' ? [operation, `${nameOf(view, symbols.get(row, SYMBOL.parent)).replace(/Controller$/, '')}${operation}`] : [operation];
    return spellings.map((spelling) => handlerAt(view, maker, row, { operation: spelling, server, prefix }));
  });
}

function serverMethods(view: FileView, maker: SiteMaker): readonly Site[] {
  const { symbols } = view.facts;
  return rowsOf(view).filter((row) => symbols.get(row, SYMBOL.kind) === Kind.method && isGivenByServer(view, row)).map((row) => handlerAt(view, maker, row, { operation: nameOf(view, row), server: 'net-http', prefix: '' }));
}

function isGivenByServer(view: FileView, row: number): boolean {
  const types = parametersOf(view, row).map((local) => view.typeText(view.heldType(view.facts.locals.get(local, LOCAL.type))));
  const [first = '', second = ''] = types;
  return STRICT.test(second) || (GIVEN_BY_SERVERS.test(first) && !/^context\./.test(first));
}

/** The framework for which code is generated. */
function languageServer(view: FileView): string {
  if (view.file.languageId === 'csharp') return 'aspnetcore';
  return view.imports().some((specifier) => OF_JAXRS.test(specifier)) ? 'jaxrs' : 'spring';
}

function handlerAt(view: FileView, maker: SiteMaker, row: number, stated: Pick<OperationHandlerSite, 'operation' | 'server' | 'prefix'>): OperationHandlerSite {
  return { kind: 'operationHandler', framework: 'openapi', rule: 'openapi.operation', ...stated, handler: maker.keyOf(view.program.canonical(view.file.firstSymbol + row)), range: view.symbolRange(row), confidence: BY_OPERATION };
}

function nameOf(view: FileView, row: number): string {
  return view.facts.text(view.facts.symbols.get(row, SYMBOL.name));
}

function rowsOf(view: FileView): readonly number[] {
  return Array.from({ length: view.facts.symbols.rows }, (_, row) => row);
}
