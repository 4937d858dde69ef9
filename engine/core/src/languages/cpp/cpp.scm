; What C++ has beside C. A qualified name is one name with its colons.

; -- namespaces and imports
(namespace_definition name: (namespace_identifier) @name body: (_) @body) @symbol.namespace
(namespace_definition name: (nested_namespace_specifier) @name @nested body: (_) @body) @symbol.namespace
(using_declaration "namespace" [(identifier) (qualified_identifier)] @source) @import.namespace
(using_declaration . (qualified_identifier) @source) @import.alias

; -- types
(class_specifier name: [(type_identifier) @name (template_type name: (_) @name)] body: (_) @body) @symbol.class
(struct_specifier name: (template_type name: (_) @name) body: (_) @body) @symbol.struct
(alias_declaration name: (_) @name type: (_) @aliased) @symbol.typeAlias
(type_parameter_declaration (type_identifier) @name @local.typeParameter)
; a specialization's bases are not those of the type that it specializes
(class_specifier name: (type_identifier) (base_class_clause [(type_identifier) (qualified_identifier) (template_type)] @heritage.extends))
(struct_specifier name: (type_identifier) (base_class_clause [(type_identifier) (qualified_identifier) (template_type)] @heritage.extends))
(base_class_clause (template_type name: (_) @site) @heritage.more)

; -- functions
(function_definition (storage_class_specifier)? @modifier declarator: (reference_declarator (function_declarator declarator: (identifier) @name)) body: (_) @body) @symbol.function
(declaration (storage_class_specifier)? @modifier declarator: (reference_declarator (function_declarator declarator: (identifier) @name)) ";" @modifier) @symbol.function
(field_declaration declarator: [
  (function_declarator declarator: [(field_identifier) (operator_name)] @name)
  (pointer_declarator declarator: (function_declarator declarator: [(field_identifier) (operator_name)] @name))
  (reference_declarator (function_declarator declarator: [(field_identifier) (operator_name)] @name))] ";" @modifier) @symbol.method
(field_declaration type: (_) @type declarator: [(function_declarator) (pointer_declarator declarator: (function_declarator)) (reference_declarator (function_declarator))]) @symbol.more
(field_declaration type: (_) @type declarator: (reference_declarator (field_identifier) @name @symbol.field))
(function_definition declarator: [
  (function_declarator declarator: [(field_identifier) (destructor_name) (operator_name)] @name)
  (pointer_declarator declarator: (function_declarator declarator: [(field_identifier) (operator_name)] @name))
  (reference_declarator (function_declarator declarator: [(field_identifier) (operator_name)] @name))] body: (_) @body) @symbol.method
(field_declaration_list [
  (function_definition declarator: (function_declarator declarator: (identifier) @name) body: (_) @body) @symbol.method
  (declaration declarator: (function_declarator declarator: [(identifier) (destructor_name)] @name) ";" @modifier) @symbol.method
  (template_declaration (function_definition declarator: (function_declarator declarator: (identifier) @name) body: (_) @body) @symbol.method)
  (template_declaration (declaration declarator: (function_declarator declarator: (identifier) @name) ";" @modifier) @symbol.method)])
; a member that is defined outside of its type
(function_definition declarator: [
  (function_declarator declarator: (qualified_identifier scope: [(namespace_identifier) @owner (template_type name: (_) @owner)] name: [(identifier) (destructor_name) (operator_name)] @name))
  (pointer_declarator declarator: (function_declarator declarator: (qualified_identifier scope: [(namespace_identifier) @owner (template_type name: (_) @owner)] name: [(identifier) (destructor_name) (operator_name)] @name)))
  (reference_declarator (function_declarator declarator: (qualified_identifier scope: [(namespace_identifier) @owner (template_type name: (_) @owner)] name: [(identifier) (destructor_name) (operator_name)] @name)))
  (function_declarator declarator: (qualified_identifier name: (qualified_identifier scope: [(namespace_identifier) @owner (template_type name: (_) @owner)] name: [(identifier) (destructor_name) (operator_name)] @name)))
  (pointer_declarator declarator: (function_declarator declarator: (qualified_identifier name: (qualified_identifier scope: [(namespace_identifier) @owner (template_type name: (_) @owner)] name: [(identifier) (destructor_name) (operator_name)] @name))))
  (reference_declarator (function_declarator declarator: (qualified_identifier name: (qualified_identifier scope: [(namespace_identifier) @owner (template_type name: (_) @owner)] name: [(identifier) (destructor_name) (operator_name)] @name))))
  (function_declarator declarator: (qualified_identifier name: (qualified_identifier name: (qualified_identifier scope: [(namespace_identifier) @owner (template_type name: (_) @owner)] name: [(identifier) (destructor_name) (operator_name)] @name))))
  (pointer_declarator declarator: (function_declarator declarator: (qualified_identifier name: (qualified_identifier name: (qualified_identifier scope: [(namespace_identifier) @owner (template_type name: (_) @owner)] name: [(identifier) (destructor_name) (operator_name)] @name)))))
  (reference_declarator (function_declarator declarator: (qualified_identifier name: (qualified_identifier name: (qualified_identifier scope: [(namespace_identifier) @owner (template_type name: (_) @owner)] name: [(identifier) (destructor_name) (operator_name)] @name)))))
  (function_declarator declarator: (qualified_identifier name: (qualified_identifier name: (qualified_identifier name: (qualified_identifier scope: [(namespace_identifier) @owner (template_type name: (_) @owner)] name: [(identifier) (destructor_name) (operator_name)] @name)))))
  (pointer_declarator declarator: (function_declarator declarator: (qualified_identifier name: (qualified_identifier name: (qualified_identifier name: (qualified_identifier scope: [(namespace_identifier) @owner (template_type name: (_) @owner)] name: [(identifier) (destructor_name) (operator_name)] @name))))))
  (reference_declarator (function_declarator declarator: (qualified_identifier name: (qualified_identifier name: (qualified_identifier name: (qualified_identifier scope: [(namespace_identifier) @owner (template_type name: (_) @owner)] name: [(identifier) (destructor_name) (operator_name)] @name))))))] body: (_) @body) @symbol.method

; -- locals
(parameter_declaration type: (_) @type declarator: (reference_declarator (identifier) @name)) @local.parameter
(optional_parameter_declaration type: (_) @type declarator: [(identifier) @name (pointer_declarator declarator: (identifier) @name) (reference_declarator (identifier) @name)] default_value: (_)) @local.parameter
(declaration type: (_) @type declarator: (init_declarator declarator: (reference_declarator (identifier) @name)) @symbol.variable)
(declaration type: (placeholder_type_specifier) declarator: (init_declarator value: (_) @value) @symbol.more)
(for_range_loop type: (_) @type declarator: [(identifier) @name (reference_declarator (identifier) @name)]) @local.variable
(for_range_loop) @scope.block

; -- types as they are written
(qualified_identifier scope: (_) @qualifierName name: [(type_identifier) (template_type) (qualified_identifier name: [(type_identifier) (template_type) (qualified_identifier name: [(type_identifier) (template_type)])])] @name) @type.named
(qualified_identifier name: (template_type arguments: (_) @arguments)) @type.more
(template_type name: (type_identifier) @name arguments: (_) @arguments) @type.named
(class_specifier name: (type_identifier) @name !body) @type.named

; -- expressions
(destructor_name (identifier) @expression.unknown)
(this) @expression.name
(qualified_identifier) @expression.name
(call_expression function: (qualified_identifier name: [(identifier) @site (template_function name: (_) @site) (qualified_identifier name: [(identifier) @site (template_function name: (_) @site)])])) @expression.more
(call_expression function: (template_function name: (_) @site)) @expression.more
(call_expression function: (field_expression field: (template_method name: (_) @site))) @expression.more
(field_expression argument: (_) @operand field: (template_method name: (_) @name)) @expression.member
(template_function name: (_) @operand) @expression.same
(new_expression type: (_) @type arguments: (_)? @arguments) @expression.new
(new_expression type: [(qualified_identifier name: (_) @site) (template_type name: (_) @site)]) @expression.more
((call_expression function: (template_function name: (identifier) @_cast arguments: (template_argument_list . (_) @type)) arguments: (argument_list . (_) @operand)) @expression.cast (#any-of? @_cast "static_cast" "dynamic_cast" "reinterpret_cast" "const_cast"))
(lambda_expression) @expression.lambda
(throw_statement (_) @value) @region.branch
(for_range_loop) @region.loop
(catch_clause) @region.catch
