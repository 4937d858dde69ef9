import type { ExternalPackage } from '../../link/outcome.js';
import type { PlatformNames } from '../generic/generic-language.js';
import { words } from '../generic/generic-language.js';

export const ELIXIR: ExternalPackage = { manager: 'platform', name: 'elixir' };

/** First parts of modules that come with Elixir: hexdocs.pm/elixir. */
export const PLATFORM_MODULES = words(`Access Agent Application ArgumentError ArithmeticError Atom BadArityError BadFunctionError BadMapError Base Behaviour Bitwise CaseClauseError Code Collectable CompileError CondClauseError Config Date
DateTime Dict DynamicSupervisor EEx Enum Enumerable Exception ErlangError ExUnit File Float FunctionClauseError Function GenEvent GenServer HashDict HashSet IEx IO Inspect Integer JSON Kernel KeyError Keyword List Logger Macro Map MapSet
MatchError Mix Module NaiveDateTime Node OptionParser PartitionSupervisor Path Port Process Protocol Range Record Regex Registry RuntimeError Set Stream String StringIO Supervisor SyntaxError System SystemLimitError Task Time Tuple
TryClauseError URI UndefinedFunctionError UnicodeConversionError Version WithClauseError`);

/** What Kernel gives to every module. */
export const ELIXIR_NAMES: PlatformNames = {
  package: ELIXIR,
  names: words(`abs and apply binary_part binary_slice binding bit_size byte_size ceil dbg div elem exit floor function_exported? get_and_update_in get_in hd if inspect is_atom is_binary is_bitstring is_boolean is_exception is_float is_function
is_integer is_list is_map is_map_key is_nil is_non_struct_map is_number is_pid is_port is_reference is_struct is_tuple length macro_exported? make_ref map_size match? max min node not or pop_in put_elem put_in raise rem reraise round self
send sigil_r sigil_s sigil_w spawn spawn_link spawn_monitor struct struct! tap then throw tl to_charlist to_string to_timeout trunc tuple_size update_in use var! in destructure alias! __MODULE__ __DIR__ __ENV__ __CALLER__ __STACKTRACE__`),
  members: new Set(),
};
