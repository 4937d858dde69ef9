; Java. Types have nodes of their own; an identifier is an expression by its place.
; Every pattern with children costs time when a thread starts: what only adds fields to one node stands in one pattern.

; -- scopes
(block) @scope.block
(for_statement) @scope.block
(enhanced_for_statement) @scope.block
(catch_clause) @scope.block
(try_with_resources_statement) @scope.block
(switch_block_statement_group) @scope.block
(switch_rule) @scope.block

; -- packages and imports
(package_declaration [(identifier) @name (scoped_identifier) @name @nested] ";" @wholeFile) @symbol.namespace
(import_declaration (scoped_identifier name: (identifier) @name) @source . ";") @import.static
(import_declaration (_) @source . (asterisk)) @import.namespace
(import_declaration "static" @static) @import.more

; -- types
(class_declaration name: (_) @name body: (_) @body) @symbol.class
(class_declaration (modifiers ["public" "protected" "private" "static" "abstract" "final"] @modifier)) @symbol.more
(interface_declaration name: (_) @name body: (_) @body) @symbol.interface
(interface_declaration (modifiers ["public" "protected" "private" "static" "abstract"] @modifier)) @symbol.more
(record_declaration name: (_) @name body: (_) @body) @symbol.record
(record_declaration (modifiers ["public" "protected" "private" "static" "final"] @modifier)) @symbol.more
(enum_declaration name: (_) @name body: (_) @body) @symbol.enum
(enum_declaration (modifiers ["public" "protected" "private" "static"] @modifier)) @symbol.more
(enum_constant name: (_) @name body: (_)? @body) @symbol.enumMember
(annotation_type_declaration name: (_) @name body: (_) @body) @symbol.interface
(annotation_type_declaration (modifiers ["public" "protected" "private"] @modifier)) @symbol.more
(object_creation_expression type: (_) @name @base (class_body) @body @anonymous @symbol.class)
(enum_constant name: (_) @name body: (class_body) @body @anonymous @symbol.class)
(type_parameter (type_identifier) @name (type_bound . (_) @type)?) @local.typeParameter

; -- members
(method_declaration name: (_) @name) @symbol.method
(method_declaration [type: (_) @type body: (_) @body (modifiers ["public" "protected" "private" "static" "abstract" "final" "default"] @modifier)]) @symbol.more
(method_declaration (modifiers (marker_annotation name: (identifier) @modifier))) @symbol.more
(constructor_declaration name: (_) @name body: (_) @body) @symbol.constructor
(constructor_declaration (modifiers ["public" "protected" "private"] @modifier)) @symbol.more
(compact_constructor_declaration name: (_) @name body: (_) @body) @symbol.constructor
(annotation_type_element_declaration type: (_) @type name: (_) @name) @symbol.method
(field_declaration type: (_) @type declarator: (variable_declarator name: (identifier) @name value: (_)? @value) @symbol.field)
(field_declaration (modifiers ["public" "protected" "private" "static" "final" "transient"] @modifier) declarator: (variable_declarator) @symbol.more)
(constant_declaration type: (_) @type declarator: (variable_declarator name: (identifier) @name value: (_)? @value) @symbol.field)
(record_declaration parameters: (formal_parameters (formal_parameter type: (_) @type name: (identifier) @name @callable) @symbol.property))

; -- parameters and locals
(formal_parameter type: (_) @type name: (identifier) @name) @local.parameter
(spread_parameter (_) @type . "..." @rest (variable_declarator name: (identifier) @name)) @local.parameter
(inferred_parameters (identifier) @name @local.parameter)
(lambda_expression parameters: (identifier) @name @local.parameter)
(local_variable_declaration type: (_) @type declarator: (variable_declarator name: (identifier) @name value: (_)? @value) @local.variable)
(enhanced_for_statement type: (_) @type name: (identifier) @name value: (_) @value) @local.element
(resource type: (_) @type name: (identifier) @name value: (_) @value) @local.variable
(catch_formal_parameter (catch_type . (_) @type) name: (identifier) @name) @local.variable
(instanceof_expression right: (_) @type name: (identifier) @name) @local.variable
(type_pattern (_) @type (identifier) @name) @local.variable
(record_pattern_component (_) @type (identifier) @name) @local.variable

; -- types by their place
((type_identifier) @type.named (#not-eq? @type.named "var"))
(scoped_type_identifier . (_) @qualifierName (type_identifier) @name .) @type.named
(generic_type . (_) @name (type_arguments) @arguments) @type.named
[(integral_type) (floating_point_type) (boolean_type) (void_type)] @type.predefined
(array_type) @type.array
(wildcard) @type.optional
[(marker_annotation name: (_) @type.named) (annotation name: (_) @type.named) (record_pattern . (_) @type.named)]
[(field_access object: (identifier) @type.named field: (this)) (method_reference . (identifier) @type.named "new")]

; -- bases
(superclass (_) @heritage.extends)
(super_interfaces (type_list (_) @heritage.implements))
(extends_interfaces (type_list (_) @heritage.extends))
[(superclass (generic_type . (_) @site) @heritage.more) (type_list (generic_type . (_) @site) @heritage.more)]

; -- expressions
(primary_expression/identifier) @expression.used
; a label may be a constant of what is compared
(switch_expression condition: (_) @operand body: (switch_block [(switch_block_statement_group (switch_label (identifier) @expression.used)) (switch_rule (switch_label (identifier) @expression.used))]))
[
  (argument_list (identifier) @expression.name)
  (method_invocation object: (identifier) @expression.name)
  (method_invocation !object name: (identifier) @expression.name)
  (field_access object: (identifier) @expression.name field: (identifier))
  (array_access [array: (identifier) @expression.name index: (identifier) @expression.name])
  (assignment_expression [left: (identifier) @expression.name right: (identifier) @expression.name])
  (variable_declarator value: (identifier) @expression.name)
  (enhanced_for_statement value: (identifier) @expression.name)
  (resource value: (identifier) @expression.name)
  (cast_expression value: (identifier) @expression.name)
  (ternary_expression [consequence: (identifier) @expression.name alternative: (identifier) @expression.name])
  (parenthesized_expression (identifier) @expression.name)
  (return_statement (identifier) @expression.name)
  (binary_expression left: (identifier) @expression.name right: (string_literal))
  (binary_expression left: (string_literal) right: (identifier) @expression.name)
  (lambda_expression body: (identifier) @expression.name)
  (method_reference . (identifier) @expression.name (identifier))
  (array_initializer (identifier) @expression.name)
  (element_value_pair value: (identifier) @expression.name)
  (annotation_argument_list (identifier) @expression.name)
  (element_value_array_initializer (identifier) @expression.name)
  (object_creation_expression . (identifier) @expression.name)
]
(method_invocation object: (_) @operand name: (identifier) @name @expression.member)
(method_invocation name: (identifier) @operand @site arguments: (_) @arguments) @expression.call
(method_invocation type_arguments: (type_arguments . (_) @type)) @expression.more
(explicit_constructor_invocation constructor: (_) @operand @site arguments: (_) @arguments) @expression.call
(field_access object: (_) @operand field: (identifier) @name) @expression.member
(field_access object: (identifier) @type field: (this)) @expression.cast
(method_reference . (_) @operand (identifier) @name) @expression.member
(method_reference . (_) (identifier) @site .) @value @reference.value
(method_reference . [(identifier) @type (generic_type) @type (field_access) @operand] "new" @site) @expression.new
(object_creation_expression type: (_) @type arguments: (_) @arguments) @expression.new
(object_creation_expression type: (generic_type . (_) @site)) @expression.more
(array_access array: (_) @operand) @expression.index
(cast_expression type: (_) @type value: (_) @operand) @expression.cast
(parenthesized_expression (_) @operand) @expression.same
(assignment_expression right: (_) @operand) @expression.same
(switch_expression body: (switch_block (switch_rule (expression_statement (_) @operand)))) @expression.same
(ternary_expression consequence: (_) @operand alternative: (_) @other) @expression.either
(array_creation_expression type: (_) @type value: (_)? @arguments) @expression.array
(unary_expression operand: (_) @operand) @expression.same
(array_initializer) @expression.array
(element_value_array_initializer) @expression.array
(marker_annotation name: (_) @name) @expression.annotation
(annotation name: (_) @name arguments: (_) @arguments) @expression.annotation
(this) @expression.this
(super) @expression.base
(lambda_expression body: [(block) (expression) @value]) @expression.lambda
[(string_literal) (character_literal) (decimal_integer_literal) (hex_integer_literal) (octal_integer_literal) (binary_integer_literal) (decimal_floating_point_literal) (hex_floating_point_literal) (true) (false) (null_literal) (class_literal)] @expression.literal
[
  (binary_expression left: [(string_literal) (binary_expression left: (string_literal) operator: "+") (binary_expression operator: "+" right: (string_literal))] operator: "+")
  (binary_expression operator: "+" right: (string_literal))
  (binary_expression left: (binary_expression left: [(binary_expression left: (string_literal) operator: "+") (binary_expression operator: "+" right: (string_literal))] operator: "+") operator: "+")
] @expression.literal
(return_statement (_) @value) @return.value

; -- what runs several times, perhaps, or beside other code
[(for_statement) (enhanced_for_statement) (while_statement) (do_statement)] @region.loop
(if_statement [consequence: (_) alternative: (_)] @region.branch)
[(switch_rule) (switch_block_statement_group)] @region.branch
(ternary_expression [consequence: (_) alternative: (_)] @region.branch)
(catch_clause) @region.catch
((method_invocation name: (identifier) @_join) @region.parallel (#any-of? @_join "invokeAll" "invokeAny" "allOf" "anyOf" "parallelStream"))
