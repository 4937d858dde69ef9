; PHP: what is declared, imported and inherited. Variables keep their `$`, so that they never meet functions and classes of their name.

; -- namespaces and imports
(namespace_definition name: (namespace_name) @name @nested) @symbol.namespace
(namespace_definition body: (_) @body) @symbol.more
(namespace_definition !body name: (_) @wholeFile) @symbol.more
(namespace_use_clause [(qualified_name (name) @name) (name) @name] @source !alias) @import.static
(namespace_use_clause [(qualified_name) (name)] @source alias: (name) @name) @import.static
(namespace_use_declaration (namespace_name) @prefix body: (namespace_use_group (namespace_use_clause) @import.more))
([(require_expression [(string) @source (binary_expression right: (string) @source) (parenthesized_expression [(string) @source (binary_expression right: (string) @source)])]) (require_once_expression [(string) @source (binary_expression right: (string) @source) (parenthesized_expression [(string) @source (binary_expression right: (string) @source)])]) (include_expression [(string) @source (binary_expression right: (string) @source)]) (include_once_expression [(string) @source (binary_expression right: (string) @source)])] @import.require)

; -- types
(class_declaration name: (_) @name body: (_) @body) @symbol.class
(class_declaration [(abstract_modifier) (readonly_modifier)] @modifier) @symbol.more
(interface_declaration name: (_) @name body: (_) @body) @symbol.interface
(trait_declaration name: (_) @name body: (_) @body) @symbol.class
(enum_declaration name: (_) @name body: (_) @body) @symbol.enum
(enum_case name: (_) @name value: (_)? @value) @symbol.enumMember
(class_declaration (base_clause (_) @heritage.extends))
(class_declaration (class_interface_clause (_) @heritage.implements))
(interface_declaration (base_clause (_) @heritage.extends))
(enum_declaration (class_interface_clause (_) @heritage.implements))
([(declaration_list (use_declaration [(name) (qualified_name)] @heritage.base)) (enum_declaration_list (use_declaration [(name) (qualified_name)] @heritage.base))])
([(base_clause (_) @type.named) (class_interface_clause (_) @type.named) (use_declaration [(name) (qualified_name)] @type.named)])
(use_as_clause . (name) @key (name) @name .) @local.alias
(use_as_clause . (class_constant_access_expression) @value (name) @name .) @local.alias
(use_instead_of_clause . (class_constant_access_expression (name) @name .) @value) @local.alias
(anonymous_class "class" @anonymous body: (_) @body) @symbol.class
(anonymous_class (base_clause (_) @heritage.extends))
(anonymous_class (class_interface_clause (_) @heritage.implements))

; -- members
(function_definition name: (_) @name return_type: (_)? @type body: (_) @body) @symbol.function
(method_declaration name: (_) @name return_type: (_)? @type body: (_)? @body) @symbol.method
((method_declaration name: (_) @_construct) @symbol.constructor (#eq? @_construct "__construct"))
(method_declaration [(visibility_modifier) (static_modifier) (abstract_modifier)] @modifier) @symbol.more
(property_declaration type: (_)? @type (property_element name: (variable_name (name) @name) default_value: (_)? @value) @symbol.property)
(property_declaration [(visibility_modifier) (static_modifier) (readonly_modifier)] @modifier (property_element) @symbol.more)
(property_promotion_parameter visibility: (_)? @modifier @parameterProperty type: (_)? @type name: (variable_name (name) @name)) @symbol.property
(property_promotion_parameter readonly: (_) @modifier @parameterProperty) @symbol.more
(const_declaration type: (_)? @type (const_element . (name) @name (_) @value) @symbol.constant)
(const_declaration (visibility_modifier) @modifier (const_element) @symbol.more)
((assignment_expression left: (member_access_expression object: (variable_name) @_this name: (name) @name @ownField) right: (_) @value) @symbol.property (#eq? @_this "$this"))
((assignment_expression left: (scoped_property_access_expression scope: (relative_scope) @modifier name: (variable_name (name) @name @ownField)) right: (_) @value) @symbol.property (#any-of? @modifier "self" "static"))
((function_call_expression function: (name) @_define arguments: (arguments . (argument (string) @name) . (argument (_) @value))) @symbol.constant (#eq? @_define "define"))
(property_hook) @scope.function

; -- parameters and variables
(simple_parameter type: (_)? @type name: (variable_name) @name default_value: (_)? @value) @local.parameter
(variadic_parameter type: (_)? @type name: (variable_name) @name @rest) @local.parameter
(property_promotion_parameter type: (_)? @type name: (variable_name) @name default_value: (_)? @value) @local.parameter
(assignment_expression left: (variable_name) @name right: (_) @value) @local.variable
(augmented_assignment_expression left: (variable_name) @name operator: "??=" right: (_) @value) @local.variable
(assignment_expression left: (list_literal) @name @pattern right: (_) @value) @local.pattern
(list_literal (variable_name) @pattern.element)
(foreach_statement . (_) @value . [(variable_name) @name (pair (_) (variable_name) @name) (by_ref (variable_name) @name)]) @local.element
(foreach_statement . (_) . (pair . (variable_name) @name @local.opaque))
(foreach_statement . (_) @value . [(list_literal) @name @pattern (pair (_) (list_literal) @name @pattern)]) @local.element
(catch_clause type: (_) @type name: (variable_name) @name) @local.caught
(static_variable_declaration name: (variable_name) @name value: (_)? @value) @local.variable
(global_declaration (variable_name) @name @local.opaque)

; -- written types
(named_type) @type.named
((named_type (name) @_self) @type.this (#any-of? @_self "self" "static"))
(optional_type) @type.optional
[(union_type) (type_list)] @type.union
(intersection_type) @type.intersection
(primitive_type) @type.predefined
(attribute . [(name) (qualified_name)] @type.named)
(object_creation_expression . [(name) (qualified_name)] @type.named)
((object_creation_expression . (name) @type.this) (#any-of? @type.this "self" "static"))
(binary_expression operator: "instanceof" right: [(name) (qualified_name)] @type.named)
((binary_expression operator: "instanceof" right: (name) @type.this) (#any-of? @type.this "self" "static"))

; -- where a test has told a type
(if_statement condition: (parenthesized_expression [
  (binary_expression left: (variable_name) operator: "instanceof" right: [(name) (qualified_name)])
  (binary_expression left: (binary_expression left: (variable_name) operator: "instanceof" right: [(name) (qualified_name)]) operator: "&&")
  (binary_expression operator: "&&" right: (binary_expression left: (variable_name) operator: "instanceof" right: [(name) (qualified_name)]))
  (binary_expression left: (binary_expression left: (binary_expression left: (variable_name) operator: "instanceof" right: [(name) (qualified_name)]) operator: "&&") operator: "&&")
  (binary_expression left: (binary_expression operator: "&&" right: (binary_expression left: (variable_name) operator: "instanceof" right: [(name) (qualified_name)])) operator: "&&")]) body: (_) @scope.block)
(else_if_clause condition: (parenthesized_expression [
  (binary_expression left: (variable_name) operator: "instanceof" right: [(name) (qualified_name)])
  (binary_expression left: (binary_expression left: (variable_name) operator: "instanceof" right: [(name) (qualified_name)]) operator: "&&")
  (binary_expression operator: "&&" right: (binary_expression left: (variable_name) operator: "instanceof" right: [(name) (qualified_name)]))
  (binary_expression left: (binary_expression left: (binary_expression left: (variable_name) operator: "instanceof" right: [(name) (qualified_name)]) operator: "&&") operator: "&&")
  (binary_expression left: (binary_expression operator: "&&" right: (binary_expression left: (variable_name) operator: "instanceof" right: [(name) (qualified_name)])) operator: "&&")]) body: (_) @scope.block)
(while_statement condition: (parenthesized_expression [
  (binary_expression left: (variable_name) operator: "instanceof" right: [(name) (qualified_name)])
  (binary_expression left: (binary_expression left: (variable_name) operator: "instanceof" right: [(name) (qualified_name)]) operator: "&&")
  (binary_expression operator: "&&" right: (binary_expression left: (variable_name) operator: "instanceof" right: [(name) (qualified_name)]))
  (binary_expression left: (binary_expression left: (binary_expression left: (variable_name) operator: "instanceof" right: [(name) (qualified_name)]) operator: "&&") operator: "&&")
  (binary_expression left: (binary_expression operator: "&&" right: (binary_expression left: (variable_name) operator: "instanceof" right: [(name) (qualified_name)])) operator: "&&")]) body: (_) @scope.block)
(conditional_expression condition: [[
  (binary_expression left: (variable_name) operator: "instanceof" right: [(name) (qualified_name)])
  (binary_expression left: (binary_expression left: (variable_name) operator: "instanceof" right: [(name) (qualified_name)]) operator: "&&")
  (binary_expression operator: "&&" right: (binary_expression left: (variable_name) operator: "instanceof" right: [(name) (qualified_name)]))
  (binary_expression left: (binary_expression left: (binary_expression left: (variable_name) operator: "instanceof" right: [(name) (qualified_name)]) operator: "&&") operator: "&&")
  (binary_expression left: (binary_expression operator: "&&" right: (binary_expression left: (variable_name) operator: "instanceof" right: [(name) (qualified_name)])) operator: "&&")] (parenthesized_expression [
  (binary_expression left: (variable_name) operator: "instanceof" right: [(name) (qualified_name)])
  (binary_expression left: (binary_expression left: (variable_name) operator: "instanceof" right: [(name) (qualified_name)]) operator: "&&")
  (binary_expression operator: "&&" right: (binary_expression left: (variable_name) operator: "instanceof" right: [(name) (qualified_name)]))
  (binary_expression left: (binary_expression left: (binary_expression left: (variable_name) operator: "instanceof" right: [(name) (qualified_name)]) operator: "&&") operator: "&&")
  (binary_expression left: (binary_expression operator: "&&" right: (binary_expression left: (variable_name) operator: "instanceof" right: [(name) (qualified_name)])) operator: "&&")])] body: (_) @scope.block)
(binary_expression left: [(binary_expression left: (variable_name) operator: "instanceof" right: [(name) (qualified_name)]) (binary_expression left: (binary_expression left: (variable_name) operator: "instanceof" right: [(name) (qualified_name)]) operator: "&&") (binary_expression operator: "&&" right: (binary_expression left: (variable_name) operator: "instanceof" right: [(name) (qualified_name)]))] operator: "&&" right: (_) @scope.block)
(match_conditional_expression conditional_expressions: (match_condition_list . (binary_expression left: (variable_name) operator: "instanceof" right: [(name) (qualified_name)]) .) return_expression: (_) @scope.block)
(if_statement condition: (parenthesized_expression [
  (binary_expression left: (variable_name) @name operator: "instanceof" right: [(name) (qualified_name)] @type)
  (binary_expression left: (binary_expression left: (variable_name) @name operator: "instanceof" right: [(name) (qualified_name)] @type) operator: "&&")
  (binary_expression operator: "&&" right: (binary_expression left: (variable_name) @name operator: "instanceof" right: [(name) (qualified_name)] @type))
  (binary_expression left: (binary_expression left: (binary_expression left: (variable_name) @name operator: "instanceof" right: [(name) (qualified_name)] @type) operator: "&&") operator: "&&")
  (binary_expression left: (binary_expression operator: "&&" right: (binary_expression left: (variable_name) @name operator: "instanceof" right: [(name) (qualified_name)] @type)) operator: "&&")]) body: (_) @local.narrowed)
(else_if_clause condition: (parenthesized_expression [
  (binary_expression left: (variable_name) @name operator: "instanceof" right: [(name) (qualified_name)] @type)
  (binary_expression left: (binary_expression left: (variable_name) @name operator: "instanceof" right: [(name) (qualified_name)] @type) operator: "&&")
  (binary_expression operator: "&&" right: (binary_expression left: (variable_name) @name operator: "instanceof" right: [(name) (qualified_name)] @type))
  (binary_expression left: (binary_expression left: (binary_expression left: (variable_name) @name operator: "instanceof" right: [(name) (qualified_name)] @type) operator: "&&") operator: "&&")
  (binary_expression left: (binary_expression operator: "&&" right: (binary_expression left: (variable_name) @name operator: "instanceof" right: [(name) (qualified_name)] @type)) operator: "&&")]) body: (_) @local.narrowed)
(while_statement condition: (parenthesized_expression [
  (binary_expression left: (variable_name) @name operator: "instanceof" right: [(name) (qualified_name)] @type)
  (binary_expression left: (binary_expression left: (variable_name) @name operator: "instanceof" right: [(name) (qualified_name)] @type) operator: "&&")
  (binary_expression operator: "&&" right: (binary_expression left: (variable_name) @name operator: "instanceof" right: [(name) (qualified_name)] @type))
  (binary_expression left: (binary_expression left: (binary_expression left: (variable_name) @name operator: "instanceof" right: [(name) (qualified_name)] @type) operator: "&&") operator: "&&")
  (binary_expression left: (binary_expression operator: "&&" right: (binary_expression left: (variable_name) @name operator: "instanceof" right: [(name) (qualified_name)] @type)) operator: "&&")]) body: (_) @local.narrowed)
(conditional_expression condition: [[
  (binary_expression left: (variable_name) @name operator: "instanceof" right: [(name) (qualified_name)] @type)
  (binary_expression left: (binary_expression left: (variable_name) @name operator: "instanceof" right: [(name) (qualified_name)] @type) operator: "&&")
  (binary_expression operator: "&&" right: (binary_expression left: (variable_name) @name operator: "instanceof" right: [(name) (qualified_name)] @type))
  (binary_expression left: (binary_expression left: (binary_expression left: (variable_name) @name operator: "instanceof" right: [(name) (qualified_name)] @type) operator: "&&") operator: "&&")
  (binary_expression left: (binary_expression operator: "&&" right: (binary_expression left: (variable_name) @name operator: "instanceof" right: [(name) (qualified_name)] @type)) operator: "&&")] (parenthesized_expression [
  (binary_expression left: (variable_name) @name operator: "instanceof" right: [(name) (qualified_name)] @type)
  (binary_expression left: (binary_expression left: (variable_name) @name operator: "instanceof" right: [(name) (qualified_name)] @type) operator: "&&")
  (binary_expression operator: "&&" right: (binary_expression left: (variable_name) @name operator: "instanceof" right: [(name) (qualified_name)] @type))
  (binary_expression left: (binary_expression left: (binary_expression left: (variable_name) @name operator: "instanceof" right: [(name) (qualified_name)] @type) operator: "&&") operator: "&&")
  (binary_expression left: (binary_expression operator: "&&" right: (binary_expression left: (variable_name) @name operator: "instanceof" right: [(name) (qualified_name)] @type)) operator: "&&")])] body: (_) @local.narrowed)
(binary_expression left: [(binary_expression left: (variable_name) @name operator: "instanceof" right: [(name) (qualified_name)] @type) (binary_expression left: (binary_expression left: (variable_name) @name operator: "instanceof" right: [(name) (qualified_name)] @type) operator: "&&") (binary_expression operator: "&&" right: (binary_expression left: (variable_name) @name operator: "instanceof" right: [(name) (qualified_name)] @type))] operator: "&&" right: (_) @local.narrowed)
(match_conditional_expression conditional_expressions: (match_condition_list . (binary_expression left: (variable_name) @name operator: "instanceof" right: [(name) (qualified_name)] @type) .) return_expression: (_) @local.narrowed)
(if_statement condition: (parenthesized_expression (unary_op_expression operator: "!" argument: [(binary_expression left: (variable_name) operator: "instanceof" right: [(name) (qualified_name)]) (parenthesized_expression (binary_expression left: (variable_name) operator: "instanceof" right: [(name) (qualified_name)]))])) alternative: (else_clause body: (_) @scope.block))
(if_statement condition: (parenthesized_expression (unary_op_expression operator: "!" argument: [(binary_expression left: (variable_name) @name operator: "instanceof" right: [(name) (qualified_name)] @type) (parenthesized_expression (binary_expression left: (variable_name) @name operator: "instanceof" right: [(name) (qualified_name)] @type))])) alternative: (else_clause body: (_) @local.narrowed))
(binary_expression left: (unary_op_expression operator: "!" argument: [(binary_expression left: (variable_name) operator: "instanceof" right: [(name) (qualified_name)]) (parenthesized_expression (binary_expression left: (variable_name) operator: "instanceof" right: [(name) (qualified_name)]))]) operator: "||" right: (_) @scope.block)
(binary_expression left: (unary_op_expression operator: "!" argument: [(binary_expression left: (variable_name) @name operator: "instanceof" right: [(name) (qualified_name)] @type) (parenthesized_expression (binary_expression left: (variable_name) @name operator: "instanceof" right: [(name) (qualified_name)] @type))]) operator: "||" right: (_) @local.narrowed)
; a statement that leaves the block unless a name has a type tells it for what follows
(compound_statement
  (if_statement
    condition: (parenthesized_expression [
      (unary_op_expression operator: "!" argument: [(binary_expression left: (variable_name) @name operator: "instanceof" right: [(name) (qualified_name)] @type) (parenthesized_expression (binary_expression left: (variable_name) @name operator: "instanceof" right: [(name) (qualified_name)] @type))])
      (binary_expression left: (unary_op_expression operator: "!" argument: [(binary_expression left: (variable_name) @name operator: "instanceof" right: [(name) (qualified_name)] @type) (parenthesized_expression (binary_expression left: (variable_name) @name operator: "instanceof" right: [(name) (qualified_name)] @type))]) operator: "||")
      (binary_expression operator: "||" right: (unary_op_expression operator: "!" argument: [(binary_expression left: (variable_name) @name operator: "instanceof" right: [(name) (qualified_name)] @type) (parenthesized_expression (binary_expression left: (variable_name) @name operator: "instanceof" right: [(name) (qualified_name)] @type))]))
      (binary_expression operator: "||" right: (parenthesized_expression (unary_op_expression operator: "!" argument: [(binary_expression left: (variable_name) @name operator: "instanceof" right: [(name) (qualified_name)] @type) (parenthesized_expression (binary_expression left: (variable_name) @name operator: "instanceof" right: [(name) (qualified_name)] @type))])))])
    body: [(return_statement) (expression_statement (throw_expression)) (continue_statement) (break_statement) (compound_statement [(return_statement) (expression_statement (throw_expression)) (continue_statement) (break_statement)] .)]
    !alternative)
  . (_) @narrowing.rest) @within
((compound_statement (expression_statement (function_call_expression function: (name) @_assert arguments: (arguments . (argument (binary_expression left: (variable_name) @name operator: "instanceof" right: [(name) (qualified_name)] @type))))) . (_) @narrowing.rest) @within (#eq? @_assert "assert"))
((compound_statement (expression_statement (_ name: (name) @_assert arguments: (arguments . (argument (class_constant_access_expression . (_) @class (name) .)) . (argument (variable_name) @name)))) . (_) @narrowing.rest) @within (#eq? @_assert "assertInstanceOf"))

; -- types that comments state
((comment) @doc . [(function_definition) (method_declaration) (class_declaration) (interface_declaration) (trait_declaration) (property_promotion_parameter)] @symbol.more)
((comment) @doc . (property_declaration (property_element) @symbol.more))
((comment) @doc . (expression_statement (assignment_expression) @local.more))
((comment) @local.stated (#match? @local.stated "@(phpstan-|psalm-)?var[^$]+[$]"))
