; What TypeScript and TSX add.

; -- declarations
(abstract_class_declaration name: (_) @name body: (_) @body) @symbol.class
(abstract_class_declaration "abstract" @modifier) @symbol.more
(interface_declaration name: (_) @name body: (_) @body) @symbol.interface
(enum_declaration name: (_) @name body: (_) @body) @symbol.enum
(enum_body name: (_) @name @symbol.enumMember)
(enum_assignment name: (_) @name value: (_) @value @shown) @symbol.enumMember
(type_alias_declaration name: (_) @name value: (_) @type) @symbol.typeAlias
(internal_module name: (identifier) @name body: (_) @body) @symbol.namespace
(internal_module name: (nested_identifier) @name @nested body: (_) @body) @symbol.namespace
(module name: (_) @name body: (_) @body) @symbol.namespace
(module name: (nested_identifier) @nested) @symbol.namespace
(ambient_declaration (module "module" @ambient) @symbol.more)
(ambient_declaration (internal_module "namespace" @ambient) @symbol.more)
(ambient_declaration (statement_block) @scope.ambient)
(ambient_declaration [(function_signature) (class_declaration) (abstract_class_declaration) (interface_declaration) (enum_declaration) (lexical_declaration) (variable_declaration) (type_alias_declaration)] @scope.ambient)
(function_signature name: (_) @name return_type: (type_annotation (_) @type)?) @symbol.function
(function_declaration return_type: (type_annotation (_) @type)) @symbol.more
(generator_function_declaration return_type: (type_annotation (_) @type)) @symbol.more
(variable_declarator type: (type_annotation (_) @type)) @symbol.more
(variable_declarator name: [(object_pattern) (array_pattern)] type: (type_annotation (_) @type)) @local.more
[(arrow_function return_type: (type_annotation (_) @type)) (function_expression return_type: (type_annotation (_) @type))] @expression.more

(public_field_definition name: (_) @name type: (type_annotation (_) @type)? value: (_)? @value) @symbol.field
(public_field_definition [(accessibility_modifier) "static" "readonly" "abstract" "?"] @modifier) @symbol.more
(public_field_definition value: [(arrow_function) (function_expression) (generator_function)] @callable) @symbol.method
(method_definition [(accessibility_modifier) @modifier (override_modifier) @modifier return_type: (type_annotation (_) @type)]) @symbol.more
(abstract_method_signature name: (_) @name return_type: (type_annotation (_) @type)?) @symbol.method
(abstract_method_signature ["abstract" (accessibility_modifier)] @modifier) @symbol.more
(method_signature name: (_) @name return_type: (type_annotation (_) @type)?) @symbol.method
(method_signature ["static" (accessibility_modifier)] @modifier) @symbol.more
((method_signature name: (property_identifier) @_constructor) @symbol.constructor (#eq? @_constructor "constructor"))
(property_signature name: (_) @name type: (type_annotation (_) @type)?) @symbol.property
(property_signature ["readonly" "?"] @modifier) @symbol.more
(call_signature) @scope.function
(construct_signature) @scope.function
(index_signature) @scope.function
(function_type return_type: (_) @qualifier) @type.function
(function_type) @scope.function
(constructor_type) @scope.function

; What a class sets a declared field to.
(assignment_expression left: (member_expression object: (this)) @target right: [(call_expression) (new_expression)] @operand) @expression.assign

; -- parameters and type parameters
(required_parameter pattern: [(identifier) @name (rest_pattern (identifier) @name) @rest (object_pattern) @name @pattern (array_pattern) @name @pattern] type: (type_annotation (_) @type)? value: (_)? @value) @local.parameter
(required_parameter pattern: (rest_pattern [(object_pattern) (array_pattern)] @name @pattern) @rest type: (type_annotation (_) @type)?) @local.parameter
(optional_parameter pattern: [(identifier) @name (object_pattern) @name @pattern (array_pattern) @name @pattern] "?" @optional type: (type_annotation (_) @type)?) @local.parameter
(required_parameter [(accessibility_modifier) "readonly"] @modifier @parameterProperty pattern: (identifier) @name type: (type_annotation (_) @type)?) @symbol.property
(optional_parameter (accessibility_modifier) @modifier @parameterProperty pattern: (identifier) @name type: (type_annotation (_) @type)?) @symbol.property
(arrow_function parameter: (identifier) @name @local.parameter)
(type_parameter name: (_) @name constraint: (constraint (_) @type)?) @local.typeParameter
(infer_type (type_identifier) @name) @local.typeParameter
(mapped_type_clause name: (type_identifier) @name) @local.typeParameter

; -- types
(type_identifier) @type.named
(generic_type name: (_) @qualifier) @type.generic
(nested_type_identifier module: (_) @qualifierName name: (_) @name) @type.named
(array_type) @type.array
(union_type) @type.union
(intersection_type) @type.intersection
(predefined_type) @type.predefined
(literal_type) @type.literal
(object_type) @type.object
; `{ [key: string]: Value }`
(object_type . (index_signature type: (type_annotation (_) @qualifier)) .) @type.object
(tuple_type) @type.tuple
(this_type) @type.this
(type_query (_) @qualifier) @type.typeof
(readonly_type (_) @qualifier) @type.optional
(parenthesized_type (_) @qualifier) @type.optional
(lookup_type) @type.unknown
(index_type_query) @type.unknown
(conditional_type) @type.unknown
(template_literal_type) @type.literal
(nested_identifier object: (_) @operand property: (_) @name) @expression.member

; -- bases
(extends_clause value: (_) @heritage.extends)
(extends_clause value: (member_expression property: (_) @site) @heritage.more)
(extends_clause value: (_) @heritage.more type_arguments: (type_arguments (_) @given))
(implements_clause (_) @heritage.implements)
(implements_clause (generic_type name: (_) @site) @heritage.more)
(extends_type_clause type: (_) @heritage.extends)
(extends_type_clause type: (generic_type name: (_) @site) @heritage.more)

; -- expressions
(call_expression type_arguments: (type_arguments (_) @type)) @expression.more
(new_expression type_arguments: (type_arguments (_) @given)) @expression.more
(as_expression (_) @operand (_) @type) @expression.cast
(as_expression (_) @operand "const") @expression.same
(satisfies_expression . (_) @operand) @expression.same
(non_null_expression (_) @operand) @expression.same
(instantiation_expression . (_) @operand) @expression.same

; -- modules
(import_statement "type" @typeOnly source: (string)) @import.more
(import_specifier "type" @typeOnly) @binding.more
(export_statement "type" @typeOnly source: (string)) @export.more
(import_statement (import_require_clause (identifier) @name source: (string) @source)) @import.equals
(import_alias (identifier) @name . (_) @value) @symbol.constant
(export_statement "=" (_) @value) @export.assign
(call_expression function: (non_null_expression) arguments: (arguments) @site) @expression.more
