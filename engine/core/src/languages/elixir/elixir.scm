; Elixir. All is a call: what declares, imports and branches is told by the name that is called. The last pattern that takes a
; node says what it is, so that heads of functions and special forms are no calls.

; -- scopes
[(do_block) (stab_clause)] @scope.block

; -- modules, protocols, implementations
((call target: (identifier) @_def (arguments . (alias) @name) (do_block) @body) @symbol.class (#eq? @_def "defmodule"))
((call target: (identifier) @_def (arguments . (alias) @name) (do_block) @body) @symbol.interface (#eq? @_def "defprotocol"))
((call target: (identifier) @_def (arguments . (alias) @heritage.implements) (do_block)) (#eq? @_def "defimpl"))
((call target: (identifier) @_def (arguments . (alias) (keywords (pair value: (alias)))) @name (do_block) @body) @symbol.class (#eq? @_def "defimpl"))

; -- functions and macros; clauses of one name are one symbol
((call target: (identifier) @_def @modifier @ofType (arguments . [(identifier) @name (call target: (identifier) @name) (binary_operator left: (identifier) @name operator: "when") (binary_operator left: (call target: (identifier) @name) operator: "when")]) (do_block)? @body) @symbol.method (#any-of? @_def "def" "defp" "defmacro" "defmacrop" "defguard" "defguardp" "defdelegate" "defn"))
((call target: (identifier) @_def (arguments . (call (arguments (identifier) @name @local.opaque)))) (#any-of? @_def "def" "defp" "defmacro" "defmacrop"))

; -- what a module uses
((call target: (identifier) @_form (arguments . (alias) @source)) @import.static (#any-of? @_form "use" "require"))
((call target: (identifier) @_form (arguments . (alias) @source)) @import.namespace (#eq? @_form "import"))
((call target: (identifier) @_form (arguments . (alias) @source @name .)) @import.alias (#eq? @_form "alias"))
((call target: (identifier) @_form (arguments . (alias) @source (keywords (pair value: (alias) @name)))) @import.alias (#eq? @_form "alias"))
((call target: (identifier) @_form (arguments . (dot left: (alias) @prefix))) @import.group (#eq? @_form "alias"))
((call target: (identifier) @_form (arguments . (dot right: (tuple (alias) @source @name @import.alias)))) (#eq? @_form "alias"))

; -- locals
(binary_operator left: (identifier) @name operator: "=" right: (_) @value) @local.variable
(stab_clause left: (arguments (identifier) @name @local.opaque))
(binary_operator left: (identifier) @name @local.element operator: "<-" right: (_) @value)

; -- expressions
(alias) @expression.name
(identifier) @expression.name
(call target: (_) @operand (arguments) @arguments) @expression.call
(call target: (identifier) @operand . (do_block)) @expression.call
(call target: (dot left: (alias)) @operand .) @expression.call
(call target: (dot left: (_) @operand right: (identifier) @name) @expression.member)
(call target: (dot right: (identifier) @site)) @expression.more
(anonymous_function) @expression.lambda
(unary_operator operator: "&" operand: (binary_operator left: [(identifier) @value (call target: (dot) @value)] operator: "/" right: (integer))) @reference.value
[(string) (atom) (integer) (float) (boolean) (nil)] @expression.literal
(map (struct (alias) @operand)) @expression.new
(map (struct) . (map_content)? @arguments) @expression.more

; -- what is no call: heads of functions, special forms, attributes
((call target: (identifier) @_def (arguments . [(call) @expression.unknown (binary_operator left: (call) @expression.unknown operator: "when")])) (#any-of? @_def "def" "defp" "defmacro" "defmacrop" "defguard" "defguardp" "defdelegate" "defn"))
((call target: (identifier) @_form) @expression.unknown (#any-of? @_form "defmodule" "defprotocol" "defimpl" "def" "defp" "defmacro" "defmacrop" "defguard" "defguardp" "defdelegate" "defstruct" "defexception" "defoverridable" "use" "require" "import" "alias" "if" "unless" "case" "cond" "with" "for" "receive" "try" "quote" "unquote" "unquote_splicing" "fn" "super"))
(unary_operator operator: "@" operand: (call)) @type.unknown
((unary_operator operator: "@" operand: (call target: (identifier) @_attribute (arguments) @only)) @type.unknown (#any-of? @_attribute "spec" "type" "typep" "opaque" "callback" "macrocallback" "doc" "moduledoc" "typedoc"))
(unary_operator operator: "@" operand: (call) @expression.unknown)
((unary_operator operator: "@" operand: (call target: (identifier) @_behaviour (arguments . (alias) @heritage.implements))) (#eq? @_behaviour "behaviour"))

; -- what runs several times, perhaps, or beside other code
((call target: (identifier) @_for) @region.loop (#eq? @_for "for"))
(stab_clause) @region.branch
((call target: (identifier) @_if (do_block) @region.branch) (#any-of? @_if "if" "unless"))
(rescue_block) @region.catch
