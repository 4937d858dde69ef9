; Dart. What follows a value, `.name` or `(arguments)`, stands beside it: each part's operand is the one before it.

; -- scopes
[(block) (for_statement) (switch_statement_case) (catch_clause)] @scope.block

; -- imports, exports and parts
(import_specification [(configurable_uri (uri (string_literal) @source)) (uri (string_literal) @source)]) @import.static
(import_specification (identifier) @name) @import.more
(library_export (configurable_uri (uri (string_literal) @source))) @import.reexport
(part_directive (uri (string_literal) @source)) @import.require
(part_of_directive (uri (string_literal) @source)) @import.alias

; -- types
(class_definition name: (identifier) @name body: (_) @body) @symbol.class
(class_definition (abstract) @modifier) @symbol.more
(mixin_declaration (identifier) @name (class_body) @body) @symbol.interface
(enum_declaration name: (identifier) @name body: (_) @body) @symbol.enum
(enum_constant name: (identifier) @name) @symbol.enumMember
(type_alias . (type_identifier) @name) @symbol.typeAlias
(type_parameter . (type_identifier) @name (type_bound (_) @type)?) @local.typeParameter

; -- functions: a signature and its body stand beside each other
(function_signature name: (identifier) @name) @symbol.function
(function_signature . [(type_identifier) (nullable_type)] @type) @symbol.more
(getter_signature name: (identifier) @name) @symbol.accessor
(getter_signature . (type_identifier) @type) @symbol.more
(setter_signature name: (identifier) @name) @symbol.accessor
(constructor_signature . name: (identifier) @name . parameters: (_)) @symbol.constructor
(constructor_signature . name: (identifier) . name: (identifier) @name) @symbol.method
(constant_constructor_signature (const_builtin) . (identifier) @name . (formal_parameter_list)) @symbol.constructor
(constant_constructor_signature (const_builtin) . (identifier) . (identifier) @name) @symbol.method
(factory_constructor_signature . (identifier) @name . (formal_parameter_list)) @symbol.constructor
(factory_constructor_signature . (identifier) . (identifier) @name) @symbol.method
(declaration (function_signature) @symbol.method)
(method_signature (function_signature) @symbol.method)
(extension_declaration class: (type_identifier) @owner body: (extension_body (method_signature [(function_signature) @symbol.method (getter_signature) @symbol.property])))
(method_signature "static" @modifier (function_signature) @symbol.more)
(class_body (method_signature [(function_signature) @symbol.more (getter_signature) @symbol.more (setter_signature) @symbol.more (constructor_signature) @symbol.more (factory_constructor_signature) @symbol.more]) . (function_body) @tail)
(extension_body (method_signature [(function_signature) @symbol.more (getter_signature) @symbol.more (setter_signature) @symbol.more]) . (function_body) @tail)
(enum_body (method_signature [(function_signature) @symbol.more (getter_signature) @symbol.more (setter_signature) @symbol.more]) . (function_body) @tail)
(program (function_signature) @symbol.more . (function_body) @tail)
(program (getter_signature) @name @symbol.more . (function_body) @tail)
(lambda_expression parameters: (function_signature) @symbol.more body: (function_body) @tail)

; -- values; inside functions they are locals
(declaration (initialized_identifier_list (initialized_identifier . (identifier) @name) @symbol.field))
(declaration . (type_identifier) @type . (type_arguments)? . (nullable_type)? . (initialized_identifier_list (initialized_identifier) @symbol.more))
(declaration [(final_builtin) (const_builtin)] . (type_identifier) @type . (type_arguments)? . (nullable_type)? . (initialized_identifier_list (initialized_identifier) @symbol.more))
(declaration (static_final_declaration_list (static_final_declaration . (identifier) @name) @symbol.field))
(program (static_final_declaration_list (static_final_declaration . (identifier) @name) @symbol.constant))
(program (initialized_identifier_list (initialized_identifier . (identifier) @name) @symbol.variable))
(initialized_identifier . (identifier) (_) @value .) @symbol.more
(static_final_declaration . (identifier) (_) @value .) @symbol.more
(initialized_variable_definition name: (identifier) @name) @local.variable
(initialized_variable_definition name: (_) (_) @value .) @local.more
(initialized_variable_definition . (type_identifier) @type . (type_arguments)? . (nullable_type)? . name: (_)) @local.more
(formal_parameter [name: (identifier) @name (constructor_param (identifier) @name) (super_formal_parameter (identifier) @name)]) @local.parameter
(formal_parameter . (type_identifier) @type) @local.more
(formal_parameter . (identifier) @name .) @local.parameter
(for_loop_parts name: (identifier) @name value: (_) @value) @local.element
(catch_parameters (identifier) @name @local.caught)
(variable_pattern (identifier) @name) @local.opaque

; -- types as they are written
(type_identifier) @type.named

; -- bases
(superclass . (type_identifier) @heritage.extends)
(mixins (type_identifier) @heritage.implements)
(interfaces (type_identifier) @heritage.implements)
(mixin_declaration (type_identifier) @heritage.extends)

; -- expressions
(identifier) @expression.name
(this) @expression.name
(super) @expression.base
(_ (_) @operand . (selector [(unconditional_assignable_selector (identifier) @name) (conditional_assignable_selector (identifier) @name)]) @expression.member)
(_ (super) @operand . (unconditional_assignable_selector (identifier) @name) @expression.member)
(_ (_) @operand . (selector (argument_part (arguments) @arguments)) @expression.call)
(_ (selector [(unconditional_assignable_selector (identifier) @site) (conditional_assignable_selector (identifier) @site)]) . (selector (argument_part)) @expression.more)
(_ (super) . (unconditional_assignable_selector (identifier) @site) . (selector (argument_part)) @expression.more)
(_ (_) @operand . (selector !name . "!") @expression.same)
(new_expression (type_identifier) @type (arguments)? @arguments) @expression.new
(const_object_expression (type_identifier) @type (arguments)? @arguments) @expression.new
(parenthesized_expression (_) @operand .) @expression.same
(await_expression (_) @operand .) @expression.same
(unary_expression (_) @operand .) @expression.same
(argument (_) @operand .) @expression.same
(type_cast_expression (_) @operand (type_cast (type_identifier) @type)) @expression.cast
(function_expression body: (_)) @expression.lambda
[(string_literal) (decimal_integer_literal) (decimal_floating_point_literal) (true) (false) (null_literal)] @expression.literal
(list_literal) @expression.array

; -- what runs several times, perhaps, or beside other code
[(for_statement) (while_statement) (do_statement)] @region.loop
(if_statement [consequence: (_) alternative: (_)] @region.branch)
(switch_statement_case) @region.branch
(catch_clause) @region.catch
