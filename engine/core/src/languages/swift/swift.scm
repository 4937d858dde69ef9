; Swift. The grammar gives names, types and results of functions one field, `name`: their kinds tell them apart.

; -- scopes
(computed_property) @scope.function
[(if_statement) (for_statement) (while_statement) (repeat_while_statement) (do_statement) (switch_entry) (catch_block)] @scope.block

; -- imports
(import_declaration (identifier) @source @name) @import.static

; -- types
(class_declaration "class" name: (type_identifier) @name body: (_) @body) @symbol.class
(class_declaration "actor" name: (type_identifier) @name body: (_) @body) @symbol.class
(class_declaration "struct" name: (type_identifier) @name body: (_) @body) @symbol.struct
(class_declaration "enum" name: (type_identifier) @name body: (_) @body) @symbol.enum
(class_declaration (modifiers (visibility_modifier) @modifier)) @symbol.more
(protocol_declaration name: (type_identifier) @name body: (_) @body) @symbol.interface
(protocol_declaration (modifiers (visibility_modifier) @modifier)) @symbol.more
(enum_entry name: (simple_identifier) @name @symbol.enumMember)
(typealias_declaration name: (type_identifier) @name . name: (_) @aliased) @symbol.typeAlias
(associatedtype_declaration name: (type_identifier) @name) @symbol.typeAlias
(type_parameter (type_identifier) @name) @local.typeParameter
(type_parameter (type_identifier) . name: (_) @type) @local.more

; -- functions; what an extension declares belongs to its type
(function_declaration name: (simple_identifier) @name body: (_)? @body) @symbol.function
(function_declaration name: [(user_type) (optional_type) (array_type)] @type) @symbol.more
(function_declaration (modifiers [(visibility_modifier) (property_modifier) (member_modifier)] @modifier)) @symbol.more
([(class_body (function_declaration) @symbol.method) (enum_class_body (function_declaration) @symbol.method)])
(class_declaration "extension" name: (user_type (type_identifier) @owner .) body: (class_body (function_declaration) @symbol.method))
(protocol_function_declaration name: (simple_identifier) @name) @symbol.method
(protocol_function_declaration name: [(user_type) (optional_type) (array_type)] @type) @symbol.more
(init_declaration body: (_)? @body) @symbol.constructor
(init_declaration (modifiers (visibility_modifier) @modifier)) @symbol.more

; -- properties; inside functions they are locals
(property_declaration name: (pattern bound_identifier: (simple_identifier) @name) value: (_)? @value) @symbol.variable
(property_declaration (value_binding_pattern "let") name: (pattern bound_identifier: (_))) @symbol.constant
(property_declaration (type_annotation (_) @type)) @symbol.more
(property_declaration (modifiers [(visibility_modifier) (property_modifier)] @modifier)) @symbol.more
([(class_body (property_declaration name: (pattern bound_identifier: (_))) @symbol.property) (enum_class_body (property_declaration name: (pattern bound_identifier: (_))) @symbol.property)])
(class_declaration "extension" name: (user_type (type_identifier) @owner .) body: (class_body (property_declaration name: (pattern bound_identifier: (_))) @symbol.property))
(protocol_property_declaration name: (pattern bound_identifier: (simple_identifier) @name) (type_annotation (_) @type)) @symbol.property

; -- parameters and locals
(parameter name: (simple_identifier) @name) @local.parameter
(parameter [(user_type) (optional_type) (array_type)] @type) @local.more
(lambda_parameter name: (simple_identifier) @name) @local.parameter
(lambda_parameter [(user_type) (optional_type) (array_type)] @type) @local.more
(for_statement item: (pattern bound_identifier: (simple_identifier) @name) collection: (_) @value) @local.element
(if_statement bound_identifier: (simple_identifier) @name @local.variable . condition: (_) @value)
(guard_statement bound_identifier: (simple_identifier) @name @local.variable . condition: (_) @value)
(while_statement bound_identifier: (simple_identifier) @name @local.variable . condition: (_) @value)
(switch_pattern (pattern (pattern bound_identifier: (simple_identifier) @name @local.opaque)))
(switch_pattern (pattern bound_identifier: (simple_identifier) @name @local.opaque))
(catch_block error: (pattern bound_identifier: (simple_identifier) @name @local.opaque))

; -- types as they are written
(user_type . (type_identifier) @name . (type_arguments)? @arguments .) @type.named
(user_type (type_identifier) @qualifierName . (type_identifier) @name . (type_arguments)? @arguments .) @type.named
(optional_type wrapped: (_) @qualifier) @type.optional
(array_type (_) @qualifier) @type.array

; -- bases
(class_declaration name: (type_identifier) (inheritance_specifier inherits_from: (_) @heritage.extends))
(protocol_declaration (inheritance_specifier inherits_from: (_) @heritage.extends))
(class_declaration "extension" name: (user_type (type_identifier) @owner .) (inheritance_specifier inherits_from: (_) @heritage.implements))

; -- expressions
(simple_identifier) @expression.name
(self_expression) @expression.name
(super_expression) @expression.base
(navigation_expression target: (_) @operand suffix: (navigation_suffix suffix: (_) @name)) @expression.member
(call_expression . (_) @operand (call_suffix) @arguments) @expression.call
(call_expression . (navigation_expression suffix: (navigation_suffix suffix: (_) @site))) @expression.more
(call_expression . [(call_expression) (lambda_literal) (tuple_expression)] (call_suffix) @site) @expression.more
(constructor_expression constructed_type: (_) @type) @expression.new
(try_expression expr: (_) @operand) @expression.same
(await_expression expr: (_) @operand) @expression.same
(postfix_expression target: (_) @operand) @expression.same
(as_expression expr: (_) @operand (_) @type .) @expression.cast
(array_literal) @expression.array
(lambda_literal) @expression.lambda
[(line_string_literal) (multi_line_string_literal) (integer_literal) (real_literal) (boolean_literal)] @expression.literal
(control_transfer_statement result: (_) @value) @return.value

; -- what runs several times, perhaps, or beside other code
[(for_statement) (while_statement) (repeat_while_statement)] @region.loop
(if_statement (statements) @region.branch)
(switch_entry) @region.branch
(catch_block) @region.catch
