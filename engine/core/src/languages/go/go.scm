; Go. Names of types, fields and packages have nodes of their own; an identifier is a name of a value.
; Every pattern with children costs time when a thread starts: what only adds fields to one node stands in one pattern.

; -- scopes
(block) @scope.block
(if_statement) @scope.block
(for_statement) @scope.block
(expression_switch_statement) @scope.block
(type_switch_statement) @scope.block
(expression_case) @scope.block
(type_case) @scope.block
(default_case) @scope.block
(communication_case) @scope.block
(function_type) @scope.function

; -- packages and imports
(package_clause (package_identifier) @name @wholeFile) @symbol.namespace
(import_spec path: (_) @source) @import.static
(import_spec name: [(package_identifier) (blank_identifier)] @name) @import.more
(import_spec name: (dot)) @import.namespace

; -- types
(type_spec name: (_) @name type: (_) @type) @symbol.struct
(type_spec type: (struct_type) @body) @symbol.struct
(type_spec type: (interface_type) @body) @symbol.interface
(type_alias name: (_) @name type: (_) @type) @symbol.typeAlias
(type_parameter_declaration name: (identifier) @name @local.typeParameter type: (type_constraint . (_) @type))
(method_declaration receiver: (parameter_list (parameter_declaration type: [
  (generic_type type_arguments: (type_arguments (type_elem (type_identifier) @name @local.typeParameter)))
  (pointer_type (generic_type type_arguments: (type_arguments (type_elem (type_identifier) @name @local.typeParameter))))])))

; -- members
(field_declaration . name: (_) @name . type: (_) @type) @symbol.field
(field_declaration name: (_) @name @symbol.field . name: (_) type: (_) @type)
(field_declaration name: (_) . name: (_) @name @symbol.field type: (_) @type)
(field_declaration !name type: (_) @name @type @embedded) @symbol.field
(method_elem name: (_) @name result: (_)? @type) @symbol.method
(method_declaration name: (_) @name body: (_)? @body) @symbol.method
(method_declaration [
  receiver: (parameter_list (parameter_declaration type: [(type_identifier) @owner (generic_type type: (_) @owner) (pointer_type [(type_identifier) @owner (generic_type type: (_) @owner)])]))
  result: (_) @type]) @symbol.more
(function_declaration name: (_) @name body: (_)? @body) @symbol.function
(function_declaration result: (_) @type) @symbol.more

; -- constants and variables; inside functions they are locals
(const_spec . name: (identifier) @name .) @symbol.constant
(const_spec . name: (identifier) @name . [type: (_) (expression_list)]) @symbol.constant
(const_spec . name: (identifier) . [type: (_) @type value: (expression_list . (_) @value)]) @symbol.more
(const_spec . name: (identifier) . type: (_) value: (expression_list . (_) @value)) @symbol.more
(var_spec . name: (identifier) @name . [type: (_) (expression_list)]) @symbol.variable
(var_spec . name: (identifier) . [type: (_) @type value: (expression_list . (_) @value)]) @symbol.more
(var_spec . name: (identifier) . type: (_) value: (expression_list . (_) @value)) @symbol.more
; several names in one line are each declared by their name
[(const_spec name: (identifier) @name @symbol.constant . name: (identifier)) (const_spec name: (identifier) . name: (identifier) @name @symbol.constant)]
[(var_spec name: (identifier) @name @symbol.variable . name: (identifier)) (var_spec name: (identifier) . name: (identifier) @name @symbol.variable)]
(var_spec name: (identifier) @symbol.more type: (_) @type)
(var_spec . name: (identifier) @symbol.more . name: (identifier) value: (expression_list . (_) @value))
(var_spec . name: (identifier) . name: (identifier) @symbol.more value: (expression_list . (_) . (_) @value))
(short_var_declaration left: (expression_list . (identifier) @name @local.variable .) right: (expression_list . (_) @value))
(short_var_declaration left: (expression_list (identifier) @name @local.variable) right: (expression_list (_) . (_)))
(short_var_declaration left: (expression_list . (identifier) @local.more) right: (expression_list . (_) @value . (_)))
(short_var_declaration left: (expression_list . (_) . (identifier) @local.more) right: (expression_list . (_) . (_) @value))
; several names for the results of one call; another value may come with a second one that says whether it is there
(short_var_declaration left: (expression_list (_) . (_)) @name @pattern @local.pattern right: (expression_list . (call_expression) @value .))
(short_var_declaration left: (expression_list (identifier) @pattern.element))
(short_var_declaration left: (expression_list . (identifier) @name @local.variable . (_)) right: (expression_list . [(type_assertion_expression) (index_expression) (unary_expression)] @value .))
(short_var_declaration left: (expression_list (_) . (identifier) @name @local.opaque) right: (expression_list . [(type_assertion_expression) (index_expression) (unary_expression)] .))
(receive_statement left: (expression_list . (identifier) @name @local.variable) right: (_) @value)
(receive_statement left: (expression_list . (_) . (identifier) @name @local.opaque))
(range_clause left: (expression_list . (identifier) @name @local.opaque))
(range_clause left: (expression_list . (_) . (identifier) @name @local.element) right: (_) @value)
(type_switch_statement alias: (expression_list (identifier) @name) value: (_) @value) @local.variable
(type_switch_statement alias: (expression_list (identifier) @name) (type_case . type: (_) @type . (comment)* . (statement_list)) @local.variable)

; -- parameters; the receiver and named results are variables
(parameter_declaration name: (identifier) @name @local.parameter type: (_) @type)
(variadic_parameter_declaration name: (identifier) @name "..." @rest type: (_) @type) @local.parameter
(_ parameters: (parameter_list [(parameter_declaration !name) (variadic_parameter_declaration !name "..." @rest)] @local.parameter))
(method_declaration receiver: (parameter_list (parameter_declaration name: (identifier) @local.variable)))
(_ result: (parameter_list (parameter_declaration name: (identifier) @local.variable)))

; -- types by their node
(type_identifier) @type.named
(qualified_type package: (_) @qualifierName name: (_) @name) @type.named
(generic_type type: (_) @name type_arguments: (_) @arguments) @type.named
(pointer_type) @type.optional
[(slice_type element: (_) @qualifier) (array_type element: (_) @qualifier) (implicit_length_array_type element: (_) @qualifier) (channel_type value: (_) @qualifier) (map_type value: (_) @qualifier)] @type.array
(function_type result: (_)? @qualifier) @type.function
(_ result: (parameter_list) @type.tuple)
[(struct_type) (interface_type)] @type.object

; -- embedded types
(type_spec type: (struct_type (field_declaration_list (field_declaration !name type: [(type_identifier) (qualified_type) (generic_type)] @heritage.extends))))
(type_spec type: (interface_type (type_elem . [(type_identifier) (qualified_type) (generic_type)] @heritage.extends .)))
(field_declaration type: [(qualified_type name: (_) @site) (generic_type type: (_) @site)] @heritage.more)
(interface_type (type_elem . [(qualified_type name: (_) @site) (generic_type type: (_) @site)] @heritage.more .))

; -- expressions
(identifier) @expression.name
(selector_expression operand: (_) @operand field: (_) @name) @expression.member
(assignment_statement left: (expression_list . (selector_expression operand: (identifier) @expression.name) @target .) right: (expression_list . (_) @operand .)) @expression.assign
(call_expression function: (_) @operand arguments: (_) @arguments) @expression.call
(call_expression function: [(selector_expression field: (_) @site) (parenthesized_expression (selector_expression field: (_) @site))]) @expression.more
(call_expression function: [(call_expression) (type_assertion_expression)] arguments: (_) @site) @expression.more
(call_expression function: (index_expression operand: [(identifier) @site (selector_expression field: (_) @site) (index_expression) @site])) @expression.more
; `(*T)(x)` is a conversion of T
(call_expression function: (parenthesized_expression (unary_expression operand: [(identifier) @site (selector_expression field: (_) @site)]))) @expression.more
; a literal that is called where it stands runs there
(call_expression function: (func_literal)) @expression.same
(call_expression type_arguments: (type_arguments (type_elem (_) @type))) @expression.more
(call_expression function: (index_expression index: (_) @index) @expression.more)
((call_expression function: (identifier) @_builtin arguments: (argument_list . (_) @type)) @expression.cast (#any-of? @_builtin "new" "make"))
(composite_literal type: [(type_identifier) (qualified_type) (generic_type)] @type body: (_) @arguments) @expression.new
(composite_literal type: [(qualified_type name: (_) @site) (generic_type type: (_) @site)]) @expression.more
(composite_literal type: [(slice_type) (array_type) (implicit_length_array_type) (map_type)] @type body: (_) @operand) @expression.cast
(composite_literal type: [(slice_type) (array_type) (implicit_length_array_type)] body: (_) @expression.array)
(composite_literal type: (map_type) body: (_) @expression.object)
(literal_element (literal_value) @expression.object)
(keyed_element key: (literal_element (identifier) @expression.unknown))
(composite_literal type: [(type_identifier) (qualified_type) (generic_type)] body: (literal_value (keyed_element key: (literal_element (identifier) @name @filled @expression.member)))) @operand
(unary_expression operator: ["&" "*"] operand: (_) @operand) @expression.same
(unary_expression operator: "<-" operand: (_) @operand) @expression.index
(type_assertion_expression operand: (_) @operand type: (_) @type) @expression.cast
(type_conversion_expression type: [(slice_type) (array_type) (map_type) (channel_type) (function_type) (pointer_type) (parenthesized_type) (interface_type) (struct_type)] @type operand: (_) @operand) @expression.cast
; `f[T](x)` reads like a conversion, and is most often a call of a generic function
(type_conversion_expression type: (generic_type type: (_) @operand type_arguments: (type_arguments (type_elem (_) @type)))) @expression.call
(type_conversion_expression type: (generic_type type: (qualified_type name: (_) @site))) @expression.more
(type_conversion_expression type: (generic_type) @type.generic)
[(type_conversion_expression type: (generic_type type: (type_identifier) @type.literal)) (type_conversion_expression type: (generic_type type: (qualified_type) @type.literal))]
[(type_conversion_expression type: (generic_type type: (type_identifier) @expression.name)) (type_conversion_expression type: (generic_type type: (qualified_type package: (_) @expression.name)))]
(type_conversion_expression type: (generic_type type: (qualified_type package: (_) @operand name: (_) @name) @expression.member))
(index_expression operand: (_) @operand) @expression.index
(slice_expression operand: (_) @operand) @expression.same
(parenthesized_expression (_) @operand) @expression.same
(func_literal) @expression.lambda
[
  (binary_expression left: [(interpreted_string_literal) (binary_expression left: (interpreted_string_literal) operator: "+") (binary_expression operator: "+" right: (interpreted_string_literal))] operator: "+")
  (binary_expression operator: "+" right: (interpreted_string_literal))
] @expression.literal
[(interpreted_string_literal) (raw_string_literal) (rune_literal) (int_literal) (float_literal) (imaginary_literal) (true) (false) (nil) (iota)] @expression.literal
(return_statement (expression_list . (_) @value)) @return.value
; a field's tag says what other programs call it
(field_declaration tag: (_) @arguments @expression.annotation)
(field_declaration tag: (_ [(raw_string_literal_content) (interpreted_string_literal_content)] @expression.literal))

; -- what runs several times, perhaps, or beside other code
(for_statement) @region.loop
(if_statement [consequence: (_) alternative: (_)] @region.branch)
[(expression_case) (type_case) (default_case) (communication_case)] @region.branch
(go_statement) @region.parallel
((call_expression function: (selector_expression field: (field_identifier) @_go)) @region.parallel (#eq? @_go "Go"))
