import type { LinkFile } from '../program.js';
import type { Entity, Purpose, Value } from './value.js';

/** How a container of the language's library treats what it holds. */
export type Container =
  /** Iterating or indexing it gives its last type argument. */
  | 'list'
  /** It stands for its last type argument: `Optional`, a reference, a pointer. */
  | 'transparent'
  /** `await` gives its last type argument. */
  | 'awaitable'
  /** It holds its last type argument itself, not an instance of it: `type[Order]`. */
  | 'type';

/** A parameter has an argument's very type, a base or a wider one of it, or takes it when it is boxed or unboxed. */
export type Taking = 'same' | 'wider' | 'boxed';

/** The arguments of a call to the language's library, evaluated when they are asked for. */
export interface LibraryCall {
  argument(position: number): Value;
  /** The first type argument that the call states. */
  typeArgument(): Value | undefined;
  /** What a function or lambda gives back when it is called. */
  returned(callee: Value): Value;
}

/** A language's own part of linking files one by one. */
export interface HooksAlone {
  /** Makes the tables that follow from evaluating the whole program, if they are not made, and forgets what was concluded on the way to another file's links. */
  begin(): void;
  /** All that decides how a file's text is understood beside facts, look-ups and the symbols' prefix, such as what its package asks for. */
  contextOf(file: LinkFile): string;
}

/**
 * What a language tells the shared semantics. Scopes, locals, members, bases, overloads, generics and returns are
 * the semantics' own; a language says how its modules and names are found.
 */
export interface LanguageHooks {
  /** Ids of the languages whose files see each other: Java and Kotlin are two. */
  readonly languageIds: ReadonlySet<string>;
  /** Present where a file can be linked without the others being linked again: all that is looked up beside facts is noted. */
  readonly alone?: HooksAlone;
  /** What an import as a whole stands for: the file, package, namespace or symbol that it names. */
  importTarget(file: LinkFile, row: number): Entity;
  /**
   * What a name that an import binds stands for.
   * @param imported the name in the imported module; `*` is the module itself, `=` what the import names
   */
  imported(file: LinkFile, row: number, imported: string, purpose: Purpose): Entity;
  /** A name that is not looked up in scopes first, such as a constant that every file may declare; undefined for others. */
  before?(file: LinkFile, scope: number, name: string, purpose: Purpose): Entity | undefined;
  /** A name that no scope around it binds: package, wildcard imports, builtins. Ends the search. */
  free(file: LinkFile, scope: number, name: string, purpose: Purpose): Entity;
  /** What gives a namespace that the repository does not declare. */
  namespaceElsewhere?(file: LinkFile, name: string): Entity;
  /** A member of a namespace or package that has a full name. */
  namespaceMember(file: LinkFile, namespace: string, name: string, purpose: Purpose): Entity;
  /** A name of a module that its own top scope does not bind: star re-exports, submodules. */
  moduleMember?(module: LinkFile, name: string, purpose: Purpose): Entity;
  /** Members that come before those of a value's own type, or in the place of those of a library's: what completes a mixin, what a query takes over. */
  memberBefore?(file: LinkFile, receiver: Value, name: string, purpose: Purpose): Entity | undefined;
  /** Whether members of the type itself and of its instances may have one name. */
  readonly separatesStatic?: boolean;
  /** Whether a call by its name may mean a symbol; absent where it may mean all. */
  isCalled?(symbol: number): boolean;
  /** The type that a value of unknown type is most often of, by what it is called. */
  typeByName?(file: LinkFile, expression: number): number | undefined;
  /** A member that a type lacks and that what implements it has. */
  implemented?(file: LinkFile, receiver: Value, name: string): Entity | undefined;
  /** Members that a file can see on a value although its type does not declare them: extension functions, monkey patches. */
  extension?(file: LinkFile, receiver: Value, name: string): readonly number[];
  /** A member that every type of the language has, or that its compiler adds; undefined where it has none of the name. */
  everyMember?(symbol: number, name: string): Value | undefined;
  /** How a parameter takes an argument; false says that it does not, undefined that the language cannot tell. */
  takesArgument?(parameter: Value, argument: Value): Taking | false | undefined;
  /** What takes any number of arguments is written as the array that they make: `params string[]`. */
  readonly restIsWritten?: boolean;
  /** Inside of what takes any number of arguments they are an array: `String... names`. */
  readonly collectsRest?: boolean;
  /** What is private is seen in its own file alone, so that it is no overload elsewhere. */
  readonly hidesPrivate?: boolean;
  /** Whether a lambda that a call ends with is for the last parameter. */
  trailsLambdas?(file: LinkFile): boolean;
  /** Other types whose members are a type's own: a companion object's. */
  memberOwners?(symbol: number): readonly number[];
  /** Other names by which a type may declare a member: a property read by its getter, a getter read as a property. */
  memberSpellings?(symbol: number, name: string, purpose: Purpose): readonly string[];
  /** Whether a name is the only instance of a type. */
  isOwnInstance?(symbol: number, name: string): boolean;
  /** What a call of a library's member gives; undefined where the language does not know. */
  libraryCall?(receiver: Value, name: string, call: LibraryCall): Value | undefined;
  /** What a call of a library's function gives. @param path its full name */
  libraryFunction?(path: string, call: LibraryCall): Value | undefined;
  /** What reading a library's member gives; undefined where the language does not know. */
  libraryProperty?(receiver: Value, name: string): Value | undefined;
  /** What iterating a library's type gives, where its last type argument is not it. */
  libraryElement?(value: Extract<Value, { kind: 'external' }>): Value | undefined;
  /** The parameter of a library's functional type: what a lambda that is one is given. */
  functionalParameter?(type: Extract<Value, { kind: 'external' }>, parameter: number): Value | undefined;
  /** What a library's function of a name calls its lambda on: what it is called on itself, or its first argument. */
  lambdaReceiver?(name: string, isMember: boolean): 'operand' | 'argument' | undefined;
  /** What a function named `name` gives to a lambda; undefined where it gives elements as most do. */
  lambdaGiven?(receiver: Value, name: string, parameter: number): Value | undefined;
  /** A member of what only a type parameter without a bound is said of. */
  objectMember?(name: string): Value | undefined;
  /** A bare name may be a member of the types around it. */
  readonly hasImplicitReceiver: boolean;
  /** Names declared in a type's body are seen from the functions in it. */
  readonly seesTypeScopes: boolean;
  /** A bare call means no member of a type further out than the own one. */
  readonly hidesOuterMembers?: boolean;
  /** Variables and functions may share a name: a call never means a variable. */
  separatesCalls?(file: LinkFile): boolean;
  /** Kinds of bases in the order in which they are looked into, prepended ones before the type itself; without it they are in the order of their writing. */
  readonly baseOrder?: readonly number[];
  /** Of several mixins the one that is taken in last comes first. */
  readonly lastMixinFirst?: boolean;
  /** A type may give what it takes in other names: PHP's `use Greets { greet as hello; }`. */
  readonly renamesMembers?: boolean;
  /** Methods that answer calls of members that a type lacks: of an instance, and of the type itself. */
  readonly catchAlls?: { readonly instance: string; readonly type: string };
  /** Of several bases the first that has a member gives it. */
  readonly ordersBases?: boolean;
  /** Calling a type makes an instance. */
  readonly constructsByCall: boolean;
  /** The first parameter of a method is the instance. */
  readonly hasReceiverParameter: boolean;
  /** Names that such a parameter has; without them any first one is meant. */
  readonly receiverNames?: ReadonlySet<string>;
  /** Types, variables and functions share one name space: a variable may name a type. */
  readonly sharesNames?: boolean;
  /** Functions of one name are told apart by their parameters. */
  readonly hasOverloads: boolean;
  /** Whether a method is one beside those of the bases that take another number of arguments: not where what overrides has their defaults. */
  isBesideInherited?(method: number): boolean;
  /** Names of methods that the language itself gives types, and that make a copy with the fields changed that their arguments name. */
  readonly copyNames?: ReadonlySet<string>;
  /** Whether parameters of a constructor may declare fields: what is declared inside of one is filled by the argument. */
  readonly promotesParameters?: boolean;
  /** Names of constructors, where they are methods with a name: `__init__`. Symbols of kind constructor always are. */
  readonly constructorNames: ReadonlySet<string>;
  /** A method whose call makes an instance of the type it is called on: Ruby's `new`. */
  readonly factoryNames?: ReadonlySet<string>;
  /** `super(…)` calls the inherited method of the same name, in every method. */
  readonly superIsMethod?: boolean;
  /** A call of a field or property reads it. */
  readonly readsByCall?: boolean;
  /** The method that runs when an instance is called: `__call__`, `invoke`. */
  readonly callMember?: string;
  /** Methods of unknown receivers match by name, if only one symbol of the repository has it. */
  readonly matchesByName: boolean;
  /** A name that types of the language's library have too: an unknown receiver says nothing then. */
  isLibraryMember?(name: string): boolean;
  /** What reading a member gives that no declaration of a field states; undefined leaves it to what is declared. */
  propertyOf?(receiver: Value, member: string): Value | undefined;
  /** What calling a member of a container or of another library type gives, where that depends on what it holds. */
  resultOf?(receiver: Value, member: string): Value | undefined;
  /** What a place of a pattern takes out of a value; undefined where it takes elements as most do. */
  componentOf?(value: Value, place: number): Value | undefined;
  /** What a parameter without a type is given by something else than a call: a test's fixture, a container. */
  parameter?(file: LinkFile, local: number): Value | undefined;
  container(path: string): Container | undefined;
  /** Paths of library types whose values may be anything, the repository's own included: `typing.Any`. */
  readonly anyTypes?: ReadonlySet<string>;
  /** Whether a variable that holds what a path of the library gives is a type parameter: `T = TypeVar('T')`. */
  isTypeVariable?(path: string): boolean;
  /** What such a variable is bounded by. */
  boundOf?(variable: number): Value | undefined;
  /** Whether a base of the library states the type parameters of what is derived from it: `Generic[T]`. */
  statesParameters?(path: string): boolean;
  /** The name of the type in a literal that is a class: `Order.class`. */
  classLiteral?(text: string): string | undefined;
  /** The type of a literal: @param node its syntax node's type */
  literal(node: string, text: string): Value;
}
