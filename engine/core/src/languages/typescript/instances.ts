import { EXPRESSION } from '../../facts/schema.js';
import type { LinkFile } from '../../link/program.js';
import type { ValueType } from './entity.js';
import { unknown } from './entity.js';
import type { Types } from './types.js';

/**
 * Functions of packages that give an instance of the class that they are given first, or of the type that the call states, over
 * `package!path`: angular.dev/api/core/inject, docs.nestjs.com/fundamentals/module-ref, and the containers of typedi, tsyringe, inversify.
 */
const GIVES_INSTANCE = new RegExp(
  `^(?:${[
    String.raw`@angular/core!(?:inject|(?:Environment)?Injector#\.get|(?:testing\.)?TestBed\.(?:inject|get))`,
    String.raw`@nestjs/(?:core|common|testing)!(?:NestFactory\.\w+\(\)|Test\.createTestingModule\(\)(?:\.\w+\(\))*|(?:ModuleRef|TestingModule|INest\w+)#)\.(?:get|resolve|create)`,
    String.raw`typedi!Container(?:\.of\(\))?\.get`,
    String.raw`tsyringe!(?:container|DependencyContainer#)\.resolve`,
    String.raw`inversify!Container#\.(?:get|getAsync|resolve)`,
  ].join('|')})$`,
);

/** What makes instances: `new`, and functions of packages that are known to. */
export class Instances {
  constructor(private readonly types: Types) {}

  /** What `new` of a value gives. */
  of(type: ValueType): ValueType {
    if (type.kind === 'declared') return { kind: 'instance', symbol: type.symbol, ...(type.isInferred === true ? { isInferred: true } : {}) };
    if (type.kind === 'external') return { ...type, path: `${type.path}#` };
    return unknown('receiverUnknown');
  }

  /** An instance with the type arguments that `new` states. */
  made(callee: ValueType, file: LinkFile, stated: number): ValueType {
    const made = this.of(callee);
    const given = made.kind === 'instance' ? this.types.generics.stated(file, stated) : undefined;
    return given === undefined || made.kind !== 'instance' ? made : { ...made, arguments: given };
  }

  /** What a call of a container's function gives; undefined for other calls, and where it names a token whose class only the container knows. */
  given(callee: ValueType, file: LinkFile, call: number): ValueType | undefined {
    if (callee.kind !== 'external' || !GIVES_INSTANCE.test(`${callee.package.name}!${callee.path}`)) return undefined;
    const [stated] = this.types.generics.stated(file, file.facts.expressions.get(call, EXPRESSION.extra)) ?? [];
    if (stated !== undefined && stated.kind !== 'unknown') return stated;
    const [first] = this.types.parts.of(file.facts, call);
    const wanted = first === undefined ? undefined : this.types.ofExpression(file, first.value);
    const isClass = wanted?.kind === 'declared' || (wanted?.kind === 'external' && !/[#)]$/.test(wanted.path));
    return isClass ? this.of(wanted) : undefined;
  }
}
