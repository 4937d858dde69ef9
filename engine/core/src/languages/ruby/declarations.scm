; Ruby: what is declared, mixed in and required. Modules are types: they hold methods, and classes take them in.

; -- classes and modules
(class name: (_) @name body: (_)? @body) @symbol.class
(module name: (_) @name body: (_)? @body) @symbol.class
(assignment left: (constant) @name right: (_) @value) @symbol.constant
((assignment left: (constant) @name right: (call receiver: (constant) @_kind method: (identifier) @_new)) @symbol.class (#any-of? @_kind "Struct" "Class" "Data" "Module") (#any-of? @_new "new" "define"))
((assignment left: (constant) right: (call receiver: (constant) @_kind arguments: (argument_list (simple_symbol) @name @symbol.property))) (#any-of? @_kind "Struct" "Data"))
((assignment left: (constant) right: (call receiver: (constant) @_kind arguments: (argument_list . [(constant) (scope_resolution)] @heritage.extends))) (#eq? @_kind "Class"))
(superclass [(constant) (scope_resolution) (call)] @heritage.extends)
(superclass (element_reference object: (_) @heritage.extends))
((body_statement (call !receiver method: (identifier) @_include arguments: (argument_list [(constant) (scope_resolution)] @heritage.implements))) (#any-of? @_include "include" "extend"))
((body_statement (call !receiver method: (identifier) @_prepend arguments: (argument_list [(constant) (scope_resolution)] @heritage.prepends))) (#eq? @_prepend "prepend"))

; -- methods
(method name: (_) @name body: (_)? @body) @symbol.method
(program (method) @symbol.function)
((method name: (identifier) @_initialize) @symbol.constructor (#eq? @_initialize "initialize"))
(singleton_method object: (_) @modifier name: (_) @name body: (_)? @body) @symbol.method
(singleton_class body: (_)) @scope.singleton
(call block: [(do_block body: (body_statement (method name: (_) @ofType) @symbol.more)) (block body: (block_body (method name: (_) @ofType) @symbol.more))])
((call method: (identifier) @modifier arguments: (argument_list [(method) (singleton_method)] @symbol.more)) (#any-of? @modifier "private" "protected" "public" "private_class_method"))
([(class body: (body_statement (identifier) @scope.visibility)) (module body: (body_statement (identifier) @scope.visibility)) (singleton_class body: (body_statement (identifier) @scope.visibility))] (#any-of? @scope.visibility "private" "protected" "public"))
(alias name: (_) @name) @symbol.method
((call method: (identifier) @_alias arguments: (argument_list . (simple_symbol) @name @symbol.method)) (#any-of? @_alias "alias_method" "define_method"))
((call method: (identifier) @_attribute arguments: (argument_list (simple_symbol) @name @symbol.property)) (#any-of? @_attribute "attr_accessor" "attr_reader" "attr_writer" "cattr_accessor" "mattr_accessor" "class_attribute" "thread_mattr_accessor"))
((body_statement (call !receiver method: (identifier) @_relation arguments: (argument_list . (simple_symbol) @name)) @value @symbol.property) (#any-of? @_relation "has_many" "has_one" "belongs_to" "has_and_belongs_to_many" "has_one_attached" "has_many_attached" "has_rich_text"))
((body_statement (call !receiver method: (identifier) @_scope arguments: (argument_list . (simple_symbol) @name (lambda) @value @callable)) @symbol.method) (#eq? @_scope "scope"))
((call !receiver method: (identifier) @_let arguments: (argument_list . (simple_symbol) @name) block: (_) @value @callable) @symbol.function (#any-of? @_let "let" "let!" "subject" "subject!"))

; -- constants and fields
(assignment left: [(instance_variable) (class_variable)] @name @ownField) @symbol.field
(assignment left: [(instance_variable) (class_variable)] right: [(call) (identifier) (constant) (array) (hash) (string) (conditional) (binary) (scope_resolution) (parenthesized_statements) (begin) (element_reference)] @value) @symbol.more
(operator_assignment left: [(instance_variable) (class_variable)] @name @ownField operator: "||=" right: (_) @value) @symbol.field
(left_assignment_list (instance_variable) @name @ownField @symbol.field)

; -- parameters and variables
([(method_parameters (identifier) @name @local.parameter) (lambda_parameters (identifier) @name @local.parameter) (block_parameters (identifier) @name @local.parameter)])
([(optional_parameter name: (_) @name value: (_) @value) (keyword_parameter name: (_) @name value: (_)? @value) (splat_parameter name: (_) @name @rest) (hash_splat_parameter name: (_) @name @rest) (block_parameter name: (_) @name @optional)] @local.parameter)
(destructured_parameter (identifier) @name @local.opaque)
(assignment left: (identifier) @name right: (_) @value) @local.variable
(operator_assignment left: (identifier) @name right: (_) @value) @local.variable
(assignment left: (left_assignment_list) @name @pattern right: (_) @value) @local.pattern
(left_assignment_list [(identifier) (rest_assignment (identifier) @name)] @pattern.element)
(for pattern: (identifier) @name value: (in (_) @value)) @local.element
(rescue exceptions: (exceptions . (_) @type) variable: (exception_variable (identifier) @name)) @local.caught
(rescue !exceptions variable: (exception_variable (identifier) @name)) @local.caught
([(as_pattern name: (identifier) @name) (keyword_pattern key: (hash_key_symbol) @name !value) (array_pattern (identifier) @name) (find_pattern (identifier) @name)] @local.opaque)
(exceptions [(constant) (scope_resolution)] @only @type.named)
