; Python: what is declared, imported and inherited.
; Blocks are no scopes: a name that an `if` or `for` sets belongs to the function, class or module around it.

; -- scopes
[(list_comprehension) (set_comprehension) (dictionary_comprehension) (generator_expression)] @scope.block

; -- functions and classes
(function_definition name: (_) @name return_type: (_)? @type body: (_) @body) @symbol.function
(function_definition "async" @modifier) @symbol.more
(class_definition name: (_) @name body: (_) @body) @symbol.class
(class_definition body: (block [(function_definition) @symbol.method (decorated_definition definition: (function_definition) @symbol.method)]))
((class_definition body: (block [(function_definition name: (_) @_init) @symbol.constructor (decorated_definition definition: (function_definition name: (_) @_init) @symbol.constructor)])) (#eq? @_init "__init__"))
((decorated_definition (decorator [(identifier) @modifier (attribute attribute: (identifier) @modifier)]) definition: (function_definition) @symbol.more) (#any-of? @modifier "staticmethod" "classmethod" "abstractmethod" "override"))
((class_definition body: (block (decorated_definition (decorator [(identifier) @_property (attribute attribute: (identifier) @_property)]) definition: (function_definition) @symbol.accessor))) (#any-of? @_property "property" "cached_property" "abstractproperty" "hybrid_property" "setter" "getter" "deleter"))
((decorated_definition (decorator (attribute attribute: (identifier) @modifier)) definition: (function_definition) @symbol.more) (#any-of? @modifier "setter" "deleter"))
((class_definition superclasses: (argument_list [(identifier) @_base (attribute attribute: (identifier) @_base) (subscript value: [(identifier) @_base (attribute attribute: (identifier) @_base)])])) @symbol.interface (#eq? @_base "Protocol"))
((class_definition superclasses: (argument_list [(identifier) @_base (attribute attribute: (identifier) @_base)])) @symbol.enum (#any-of? @_base "Enum" "IntEnum" "StrEnum" "Flag" "IntFlag" "TextChoices" "IntegerChoices"))

; -- names that are set
(assignment left: (identifier) @name type: (_)? @type right: (_)? @value) @symbol.variable
((assignment left: (identifier) @name) @symbol.constant (#match? @name "^_{0,2}[A-Z][A-Z0-9_]+$"))
((assignment left: (identifier) @name type: (type [(identifier) @_alias (attribute attribute: (identifier) @_alias)]) right: (_) @aliased) @symbol.typeAlias (#eq? @_alias "TypeAlias"))
((assignment left: (identifier) type: (type [(identifier) @_alias (attribute attribute: (identifier) @_alias)]) right: (_) @type.written) (#eq? @_alias "TypeAlias"))
((assignment left: (identifier) !type right: (subscript value: [(identifier) @_type (attribute attribute: (identifier) @_type)]) @aliased) @symbol.typeAlias (#any-of? @_type "Annotated" "Optional" "Union" "List" "Dict" "Tuple" "Callable" "Type" "Sequence" "Mapping" "Iterable" "list" "dict" "tuple" "set"))
((assignment left: (identifier) !type right: (subscript value: [(identifier) @_type (attribute attribute: (identifier) @_type)]) @type.written) (#any-of? @_type "Annotated" "Optional" "Union" "List" "Dict" "Tuple" "Callable" "Type" "Sequence" "Mapping" "Iterable" "list" "dict" "tuple" "set"))
(assignment left: (identifier) @name right: (lambda) @callable) @symbol.function
(class_definition body: (block (expression_statement (assignment left: (identifier)) @symbol.field)))
((class_definition superclasses: (argument_list [(identifier) @_base (attribute attribute: (identifier) @_base)]) body: (block (expression_statement (assignment left: (identifier) !type) @symbol.enumMember))) (#any-of? @_base "Enum" "IntEnum" "StrEnum" "Flag" "IntFlag" "TextChoices" "IntegerChoices"))
((assignment left: (attribute object: (identifier) @_self attribute: (identifier) @name @ownField)) @symbol.field (#any-of? @_self "self" "cls"))
(assignment left: (attribute object: (identifier) @_self) type: (_) @type) @symbol.more
(assignment left: (attribute) right: [(call) (await) (identifier) (attribute) (subscript) (boolean_operator) (conditional_expression) (list) (dictionary) (set) (tuple) (string) (concatenated_string) (integer) (true) (false) (lambda) (list_comprehension) (dictionary_comprehension) (parenthesized_expression)] @value) @symbol.more
(pattern_list (attribute object: (identifier) @_self attribute: (identifier) @name @ownField) @symbol.field (#eq? @_self "self"))
(type_alias_statement left: (type [(identifier) @name (generic_type (identifier) @name)]) right: (_) @type) @symbol.typeAlias
(assignment left: [(pattern_list) (tuple_pattern) (list_pattern)] @name @pattern right: (_) @value) @local.pattern
(named_expression name: (_) @name value: (_) @value) @local.variable
[(for_statement left: (identifier) @name right: (_) @value) (for_in_clause left: (identifier) @name right: (_) @value)] @local.element
[(for_statement left: [(pattern_list) (tuple_pattern) (list_pattern)] @name @pattern right: (_) @value) (for_in_clause left: [(pattern_list) (tuple_pattern) (list_pattern)] @name @pattern right: (_) @value)] @local.element
([(pattern_list [(identifier) (list_splat_pattern (identifier) @name) (tuple_pattern) @nested] @pattern.element) (tuple_pattern [(identifier) (list_splat_pattern (identifier) @name) (tuple_pattern) @nested] @pattern.element) (list_pattern [(identifier) (list_splat_pattern (identifier) @name)] @pattern.element)])
(with_item value: (as_pattern (_) @value alias: (as_pattern_target (identifier) @name))) @local.variable
(as_pattern_target (tuple (identifier) @name @local.opaque))
(except_clause value: (as_pattern (_) @type alias: (as_pattern_target (identifier) @name))) @local.caught
[(case_pattern (dotted_name . (identifier) @name .)) (splat_pattern (identifier) @name) (case_pattern (as_pattern (identifier) @name .))] @local.opaque

; -- parameters
(parameters [(identifier) @name (typed_parameter . (identifier) @name type: (_) @type)] @local.parameter)
(lambda_parameters (identifier) @name @local.parameter)
[(default_parameter name: (identifier) @name value: (_) @value) (typed_default_parameter name: (identifier) @name type: (_) @type value: (_) @value)] @local.parameter
; a default is found where the function is made
(function_definition parameters: (parameters [(default_parameter value: (_) @scope.outside) (typed_default_parameter value: (_) @scope.outside)]))
([(parameters [(list_splat_pattern (identifier) @name @rest) (dictionary_splat_pattern (identifier) @name @rest)] @local.parameter) (lambda_parameters [(list_splat_pattern (identifier) @name @rest) (dictionary_splat_pattern (identifier) @name @rest)] @local.parameter) (typed_parameter [(list_splat_pattern (identifier) @name @rest) (dictionary_splat_pattern (identifier) @name @rest)] type: (_) @type) @local.parameter])
(function_definition type_parameters: (type_parameter (type [(identifier) @name (constrained_type . (type (identifier) @name))] @local.typeParameter)))
(class_definition type_parameters: (type_parameter (type [(identifier) @name (constrained_type . (type (identifier) @name))] @local.typeParameter)))
(type_alias_statement left: (type (generic_type (type_parameter (type (identifier) @name @local.typeParameter)))))

; -- modules
(import_statement name: (dotted_name . (identifier) @name) @source @import.static)
(import_statement name: (aliased_import name: (_) @source alias: (_) @name) @import.alias)
(import_from_statement module_name: (_) @source) @import.namespace
(import_from_statement name: (dotted_name) @name @site @binding.named)
(import_from_statement name: (aliased_import name: (_) @name @site alias: (_) @alias) @binding.named)
(import_from_statement (wildcard_import) @name @binding.namespace)

; -- bases and decorators
(class_definition superclasses: (argument_list [(identifier) (attribute) (subscript) (call)] @heritage.extends))
(class_definition superclasses: (argument_list [(attribute attribute: (_) @site) (subscript value: [(identifier) @site (attribute attribute: (_) @site)])] @heritage.more))
(class_definition superclasses: (argument_list [(identifier) (attribute) (subscript)] @type.written))
(decorator (_) @value) @reference.decorator
(decorator [(attribute attribute: (_) @site) (call) @called]) @reference.more

; -- types
(type) @type.written
(type (binary_operator left: (_) operator: "|" right: (none)) @type.optional)
(generic_type . (identifier) @name (type_parameter) @arguments) @type.named
((type (identifier) @_self) @type.this (#eq? @_self "Self"))
(except_clause value: [(identifier) (attribute) (tuple)] @type.written)
(except_clause value: (as_pattern . [(identifier) (attribute) (tuple)] @type.written))
(class_pattern (dotted_name) @type.named)
