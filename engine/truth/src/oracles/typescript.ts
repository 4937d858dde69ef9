import path from 'node:path';
import ts from 'typescript';
import type { Declared, Judged, Place, SiteKind, Verdict } from '../verdict.js';

const CONFIGURATION_NAMES = ['tsconfig.json', 'jsconfig.json', 'tsconfig.base.json'];

/** The compiler's settings for a file: those of the nearest tsconfig, or of the project it refers to that lists the file. */
class Configurations {
  private readonly ofFolder = new Map<string, ts.ParsedCommandLine | undefined>();
  private readonly parsed = new Map<string, ts.ParsedCommandLine>();

  constructor(private readonly root: string) {}

  of(file: string): ts.ParsedCommandLine | undefined {
    const nearest = this.nearest(path.dirname(file));
    if (nearest === undefined || nearest.fileNames.includes(file)) return nearest;
    for (const reference of nearest.projectReferences ?? []) {
      const referenced = this.parse(ts.resolveProjectReferencePath(reference));
      if (referenced?.fileNames.includes(file) === true) return referenced;
    }
    const [first] = nearest.projectReferences ?? [];
    return nearest.fileNames.length === 0 && first !== undefined ? (this.parse(ts.resolveProjectReferencePath(first)) ?? nearest) : nearest;
  }

  private nearest(folder: string): ts.ParsedCommandLine | undefined {
    if (this.ofFolder.has(folder)) return this.ofFolder.get(folder);
    const name = CONFIGURATION_NAMES.find((candidate) => ts.sys.fileExists(path.join(folder, candidate)));
    const found = name === undefined ? (folder === this.root || path.dirname(folder) === folder ? undefined : this.nearest(path.dirname(folder))) : this.parse(path.join(folder, name));
    this.ofFolder.set(folder, found);
    return found;
  }

  private parse(file: string): ts.ParsedCommandLine | undefined {
    const known = this.parsed.get(file);
    if (known !== undefined) return known;
    const read = ts.readConfigFile(file, (name) => ts.sys.readFile(name));
    if (read.config === undefined) return undefined;
    const parsed = ts.parseJsonConfigFileContent(read.config, ts.sys, path.dirname(file), {}, file);
    this.parsed.set(file, parsed);
    return parsed;
  }
}

/** Asks the TypeScript compiler about a copy of the repository whose dependencies are installed. */
export class Compiler {
  private readonly configurations: Configurations;
  private readonly root: string;

  constructor(root: string) {
    this.root = ts.sys.realpath?.(root) ?? root;
    this.configurations = new Configurations(this.root);
  }

  /** @param files repository-relative paths that the engine has read */
  *judge(files: readonly string[]): Generator<Judged> {
    const groups = new Map<ts.ParsedCommandLine | undefined, string[]>();
    for (const file of files) {
      const absolute = path.join(this.root, file);
      const configuration = this.configurations.of(absolute);
      const group = groups.get(configuration);
      if (group === undefined) groups.set(configuration, [absolute]);
      else group.push(absolute);
    }
    for (const [configuration, names] of groups) {
      const options: ts.CompilerOptions = { module: ts.ModuleKind.ESNext, moduleResolution: ts.ModuleResolutionKind.Bundler, target: ts.ScriptTarget.ESNext, ...configuration?.options, noEmit: true, skipLibCheck: true, allowJs: true, checkJs: false, composite: false, incremental: false, traceResolution: false };
      const ambient = (configuration?.fileNames ?? []).filter((name) => name.endsWith('.d.ts'));
      const program = ts.createProgram({ rootNames: [...new Set([...names, ...ambient])], options });
      for (const name of names) {
        const source = program.getSourceFile(name);
        if (source !== undefined) yield* new FileJudge(program, source, this.root, options).all();
      }
    }
  }
}

/** Judges the imports, calls and accesses of one file. */
class FileJudge {
  private readonly checker: ts.TypeChecker;

  constructor(
    private readonly program: ts.Program,
    private readonly source: ts.SourceFile,
    private readonly root: string,
    private readonly options: ts.CompilerOptions,
  ) {
    this.checker = program.getTypeChecker();
  }

  all(): Judged[] {
    const judged: Judged[] = [];
    const visit = (node: ts.Node): void => {
      const found = this.judgeImport(node) ?? this.judgeCall(node) ?? this.judgeAccess(node);
      if (found !== undefined) judged.push(found);
      ts.forEachChild(node, visit);
    };
    visit(this.source);
    return judged;
  }

  private placeOf(node: ts.Node): Place {
    const source = node.getSourceFile();
    const { line, character } = source.getLineAndCharacterOfPosition(node.getStart(source));
    return { path: this.relative(source.fileName), row: line, column: character };
  }

  private relative(file: string): string {
    return path.relative(this.root, ts.sys.realpath?.(file) ?? file).split(path.sep).join('/');
  }

  private isInside(file: string): boolean {
    const relative = this.relative(file);
    return !relative.startsWith('../') && !relative.split('/').includes('node_modules');
  }

  private judgeImport(node: ts.Node): Judged | undefined {
    const specifier = specifierOf(node);
    if (specifier === undefined) return undefined;
    const mode = ts.getModeForUsageLocation(this.source, specifier, this.options);
    const { resolvedModule } = ts.resolveModuleName(specifier.text, this.source.fileName, this.options, ts.sys, undefined, undefined, mode);
    let verdict: Verdict = { kind: 'unjudged' };
    if (resolvedModule !== undefined) {
      verdict = this.isInside(resolvedModule.resolvedFileName) ? { kind: 'file', path: this.relative(resolvedModule.resolvedFileName) } : { kind: 'outside' };
    }
    return { site: this.placeOf(specifier), text: specifier.text, kind: 'import', verdict, relation: 'import' };
  }

  private judgeCall(node: ts.Node): Judged | undefined {
    const callee = calleeOf(node);
    if (callee === undefined) return undefined;
    return { site: this.sitePlace(node, callee), text: callee.getText(this.source).slice(0, 80), kind: kindOf(node), verdict: this.callVerdict(node, callee), relation: 'call' };
  }

  private judgeAccess(node: ts.Node): Judged | undefined {
    const name = accessedName(node);
    if (name === undefined) return undefined;
    return { site: this.placeOf(name), text: node.getText(this.source).slice(0, 80), kind: 'access', verdict: this.accessVerdict(node, name), relation: 'access' };
  }

  private accessVerdict(node: ts.Node, name: ts.Node): Verdict {
    const symbol = ts.isBindingElement(node) ? this.checker.getTypeAtLocation(node.parent).getProperty(name.getText(this.source)) : this.checker.getSymbolAtLocation(name);
    const target = symbol !== undefined && (symbol.flags & ts.SymbolFlags.Alias) !== 0 ? this.checker.getAliasedSymbol(symbol) : symbol;
    const module = target?.declarations?.find(ts.isSourceFile);
    if (module !== undefined) return this.isInside(module.fileName) ? { kind: 'file', path: this.relative(module.fileName) } : { kind: 'outside' };
    const verdicts = (target?.declarations ?? []).map((declaration) => this.declared(declaration));
    const [first, ...others] = verdicts.flatMap((verdict) => (verdict.kind === 'declaration' ? verdict.targets : []));
    if (first !== undefined) return { kind: 'declaration', targets: [first, ...others] };
    return verdicts.some(({ kind }) => kind === 'outside') ? { kind: 'outside' } : { kind: 'unjudged' };
  }

  /** Where the engine puts the site: the name that is called, or else the arguments. */
  private sitePlace(node: ts.Node, callee: ts.Node): Place {
    if (ts.isPropertyAccessExpression(callee)) return this.placeOf(callee.name);
    const isNamed = ts.isIdentifier(callee) || callee.kind === ts.SyntaxKind.SuperKeyword || callee.kind === ts.SyntaxKind.ThisKeyword;
    if (isNamed || !ts.isCallExpression(node)) return this.placeOf(callee);
    const { line, character } = this.source.getLineAndCharacterOfPosition(node.arguments.pos - 1);
    return { path: this.relative(this.source.fileName), row: line, column: character };
  }

  private callVerdict(node: ts.Node, callee: ts.Node): Verdict {
    const type = this.checker.getTypeAtLocation(callee);
    if ((type.flags & ts.TypeFlags.Any) !== 0) return { kind: 'unjudged' };
    if (ts.isNewExpression(node)) {
      const made = this.checker.getTypeAtLocation(node).getSymbol()?.declarations?.find((declaration) => ts.isClassLike(declaration));
      if (made !== undefined) return this.declared(made);
    }
    const signature = ts.isCallLikeExpression(node) ? this.checker.getResolvedSignature(node) : undefined;
    if (signature?.declaration === undefined) return { kind: 'unjudged' };
    const stated = this.declared(signature.declaration);
    const held = stated.kind === 'declaration' ? this.holder(callee) : undefined;
    return stated.kind === 'declaration' && held !== undefined ? { kind: 'declaration', targets: [...stated.targets, held] } : stated;
  }

  /** The constant or parameter that holds what is called: as right an answer as the function's type that it is declared with. */
  private holder(callee: ts.Node): Declared | undefined {
    const named = this.checker.getSymbolAtLocation(ts.isPropertyAccessExpression(callee) ? callee.name : callee);
    const symbol = named !== undefined && (named.flags & ts.SymbolFlags.Alias) !== 0 ? this.checker.getAliasedSymbol(named) : named;
    const [declaration] = symbol?.declarations ?? [];
    if (declaration === undefined || !(ts.isVariableDeclaration(declaration) || ts.isPropertyDeclaration(declaration) || ts.isPropertySignature(declaration))) return undefined;
    const declared = this.declared(declaration);
    return declared.kind === 'declaration' ? declared.targets[0] : undefined;
  }

  private declared(declaration: ts.Node): Verdict {
    // The compiler makes some signatures itself; those have no place in any file.
    const file = declaration.getSourceFile() as ts.SourceFile | undefined;
    if (file === undefined) return { kind: 'unjudged' };
    const named = namedDeclaration(declaration);
    if (!this.isInside(file.fileName)) return { kind: 'outside' };
    if (this.program.isSourceFileDefaultLibrary(file)) return { kind: 'outside' };
    if (named === undefined) return { kind: 'declaration', targets: [{ name: '', place: this.placeOf(declaration) }] };
    return { kind: 'declaration', targets: [{ name: named.getText(file), place: this.placeOf(named) }] };
  }
}

function specifierOf(node: ts.Node): ts.StringLiteralLike | undefined {
  if ((ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) && node.moduleSpecifier !== undefined && ts.isStringLiteralLike(node.moduleSpecifier)) return node.moduleSpecifier;
  if (ts.isExternalModuleReference(node) && ts.isStringLiteralLike(node.expression)) return node.expression;
  if (!ts.isCallExpression(node)) return undefined;
  const [argument] = node.arguments;
  const isImport = node.expression.kind === ts.SyntaxKind.ImportKeyword || (ts.isIdentifier(node.expression) && node.expression.text === 'require');
  return isImport && argument !== undefined && ts.isStringLiteralLike(argument) ? argument : undefined;
}

function calleeOf(node: ts.Node): ts.Node | undefined {
  if (ts.isCallExpression(node)) {
    if (node.expression.kind === ts.SyntaxKind.ImportKeyword) return undefined;
    return ts.isIdentifier(node.expression) && node.expression.text === 'require' ? undefined : node.expression;
  }
  if (ts.isNewExpression(node)) return node.expression;
  if (ts.isTaggedTemplateExpression(node)) return node.tag;
  if (ts.isDecorator(node)) return ts.isCallExpression(node.expression) ? undefined : node.expression;
  if (ts.isJsxOpeningElement(node) || ts.isJsxSelfClosingElement(node)) return /^[a-z][^.]*$/.test(node.tagName.getText()) ? undefined : node.tagName;
  return undefined;
}

/** The name of a member that is read, written or taken out of an object, where it is not called, made, a base, a decorator or an element. */
function accessedName(node: ts.Node): ts.Node | undefined {
  if (ts.isBindingElement(node)) {
    const name = node.propertyName ?? node.name;
    return ts.isObjectBindingPattern(node.parent) && node.dotDotDotToken === undefined && ts.isIdentifier(name) ? name : undefined;
  }
  if (!ts.isPropertyAccessExpression(node)) return undefined;
  let used: ts.Node = node;
  while (ts.isParenthesizedExpression(used.parent) || ts.isNonNullExpression(used.parent)) used = used.parent;
  const { parent } = used;
  return calleeOf(parent) === used || ts.isExpressionWithTypeArguments(parent) || ts.isJsxClosingElement(parent) ? undefined : node.name;
}

function kindOf(node: ts.Node): SiteKind {
  if (ts.isNewExpression(node)) return 'new';
  if (ts.isTaggedTemplateExpression(node)) return 'taggedTemplate';
  // A decorator with arguments is one site: the call is the decorator's.
  if (ts.isDecorator(node) || ts.isDecorator(node.parent)) return 'decorator';
  return ts.isCallExpression(node) ? 'call' : 'jsx';
}

/** The name that a signature's declaration is known by: its own, or that of what holds the function. */
function namedDeclaration(declaration: ts.Node): ts.Node | undefined {
  if (ts.isConstructorDeclaration(declaration)) return declaration.parent.name;
  const own = (declaration as ts.NamedDeclaration).name; // absent on declarations without a name
  if (own !== undefined && !ts.isFunctionExpression(declaration)) return own;
  for (let at: ts.Node | undefined = declaration.parent; at !== undefined && !ts.isSourceFile(at); at = at.parent) {
    if (ts.isVariableDeclaration(at) || ts.isPropertyDeclaration(at) || ts.isPropertySignature(at) || ts.isPropertyAssignment(at) || ts.isTypeAliasDeclaration(at) || ts.isParameter(at) || ts.isInterfaceDeclaration(at)) return at.name;
    if (!(ts.isParenthesizedExpression(at) || ts.isAsExpression(at) || ts.isSatisfiesExpression(at) || ts.isTypeNode(at))) return undefined;
  }
  return undefined;
}
