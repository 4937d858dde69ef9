; C#. Names of types and of values are the same node: what is a type is told by its place.
; Every pattern with children costs time when a thread starts: what only adds fields to one node stands in one pattern.

; -- scopes
(block) @scope.block
(for_statement) @scope.block
(foreach_statement) @scope.block
(using_statement) @scope.block
(catch_clause) @scope.block
(switch_section) @scope.block
(query_expression) @scope.block
(accessor_declaration) @scope.function
(destructor_declaration) @scope.function

; -- namespaces and usings
(namespace_declaration name: (identifier) @name body: (_) @body) @symbol.namespace
(namespace_declaration name: (qualified_name) @name @nested body: (_) @body) @symbol.namespace
(file_scoped_namespace_declaration name: (identifier) @name) @symbol.namespace
(file_scoped_namespace_declaration name: (qualified_name) @name @nested) @symbol.namespace
(file_scoped_namespace_declaration ";" @wholeFile) @symbol.more
(using_directive !name . [(identifier) (qualified_name) (alias_qualified_name)] @source) @import.namespace
(using_directive "static" @static [(identifier) (qualified_name) (alias_qualified_name) (generic_name)] @source) @import.namespace
(using_directive "global" @global) @import.more
(using_directive !name "global" . [(identifier) (qualified_name) (alias_qualified_name)] @source) @import.namespace
(using_directive !name "using" . [(identifier) (qualified_name) (alias_qualified_name)] @source) @import.namespace
(using_directive name: (identifier) @name (_) @source .) @import.alias

; -- types
(class_declaration name: (_) @name) @symbol.class
(class_declaration [body: (_) @body (modifier) @modifier]) @symbol.more
(struct_declaration name: (_) @name) @symbol.struct
(struct_declaration [body: (_) @body (modifier) @modifier]) @symbol.more
(record_declaration name: (_) @name) @symbol.record
(record_declaration [body: (_) @body (modifier) @modifier]) @symbol.more
(interface_declaration name: (_) @name body: (_) @body) @symbol.interface
(interface_declaration (modifier) @modifier) @symbol.more
(enum_declaration name: (_) @name body: (_) @body) @symbol.enum
(enum_declaration (modifier) @modifier) @symbol.more
(enum_declaration (base_list (_) @type)) @symbol.more
(enum_member_declaration name: (_) @name) @symbol.enumMember
(delegate_declaration name: (_) @name) @symbol.delegate
(delegate_declaration [type: (_) @type (modifier) @modifier]) @symbol.more
(type_parameter name: (identifier) @name) @local.typeParameter
(type_parameter_constraints_clause . (identifier) @name (type_parameter_constraint type: (_) @type)) @local.bound

; -- members
(method_declaration name: (_) @name) @symbol.method
(method_declaration [returns: (_) @type body: (_) @body (modifier) @modifier (explicit_interface_specifier) @explicit parameters: (parameter_list . (parameter (modifier) @modifier))]) @symbol.more
(constructor_declaration name: (_) @name) @symbol.constructor
(constructor_declaration [body: (_) @body (modifier) @modifier]) @symbol.more
(operator_declaration operator: _ @name) @symbol.operator
(operator_declaration [type: (_) @type body: (_) @body (modifier) @modifier]) @symbol.more
(conversion_operator_declaration ["implicit" "explicit"] @name) @symbol.operator
(conversion_operator_declaration [type: (_) @type body: (_) @body (modifier) @modifier]) @symbol.more
(indexer_declaration "this" @name) @symbol.indexer
(indexer_declaration [type: (_) @type accessors: (_) @body (modifier) @modifier]) @symbol.more
(property_declaration name: (_) @name) @symbol.property
(property_declaration [type: (_) @type accessors: (_) @body value: (arrow_expression_clause (_) @value) value: (implicit_object_creation_expression) @value (modifier) @modifier (explicit_interface_specifier) @explicit]) @symbol.more
(property_declaration accessors: (accessor_list (accessor_declaration name: ["set" "init"] @modifier))) @symbol.more
(event_declaration name: (_) @name) @symbol.event
(event_declaration [type: (_) @type (modifier) @modifier]) @symbol.more
(field_declaration (variable_declaration type: (_) @type (variable_declarator name: (identifier) @name) @symbol.field))
(field_declaration (modifier) @modifier (variable_declaration (variable_declarator) @symbol.more))
(field_declaration (variable_declaration (variable_declarator name: (identifier) (_) @value) @symbol.more))
(event_field_declaration (variable_declaration type: (_) @type (variable_declarator name: (identifier) @name) @symbol.event))
(event_field_declaration (modifier) @modifier (variable_declaration (variable_declarator) @symbol.more))
(record_declaration (parameter_list (parameter type: (_) @type name: (identifier) @name) @symbol.property))
(local_function_statement name: (_) @name) @symbol.function
(local_function_statement [type: (_) @type body: (_) @body]) @symbol.more

; -- parameters and locals
(parameter name: (identifier) @name) @local.parameter
(parameter type: (_) @type) @local.more
(parameter name: (identifier) (_) @value .) @local.more
(parameter_list "params" type: (_) @type name: (identifier) @name @rest @local.parameter)
(implicit_parameter) @name @local.parameter
(local_declaration_statement (variable_declaration type: (_) @type (variable_declarator name: (identifier) @name) @local.variable))
(local_declaration_statement (variable_declaration (variable_declarator name: (identifier) (_) @value) @local.more))
(for_statement initializer: (variable_declaration type: (_) @type (variable_declarator name: (identifier) @name) @local.variable))
(using_statement (variable_declaration type: (_) @type (variable_declarator name: (identifier) @name) @local.variable))
(using_statement (variable_declaration (variable_declarator name: (identifier) (_) @value) @local.more))
(fixed_statement (variable_declaration type: (_) @type (variable_declarator name: (identifier) @name) @local.variable))
(variable_declarator . (tuple_pattern) @name @pattern (_) @value .) @local.pattern
(assignment_expression left: (tuple_expression (argument (declaration_expression))) @name @pattern right: (_) @value) @local.pattern
(tuple_pattern [(identifier) (discard) (tuple_pattern) @nested] @pattern.local)
(tuple_expression (argument [(declaration_expression name: (identifier) @name) (tuple_expression) @nested]) @pattern.local)
(tuple_expression (argument [(identifier) (discard) (member_access_expression) (element_access_expression)]) @pattern.place)
(declaration_pattern type: (_) @type name: (identifier) @name) @local.variable
(declaration_expression type: (_) @type name: (identifier) @name) @local.variable
(recursive_pattern type: (_) @type name: (identifier) @name) @local.variable
(recursive_pattern !type name: (identifier) @name) @local.opaque
(foreach_statement left: [(identifier) @name (tuple_pattern) @name @pattern (tuple_expression) @name @pattern] right: (_) @value) @local.element
(foreach_statement type: (_) @type left: (identifier)) @local.more
(catch_declaration type: (_) @type name: (identifier) @name) @local.variable
(from_clause type: (_)? @type name: (identifier) @name (_) @value .) @local.element
(join_clause type: (_)? @type . (identifier) @name . (_) @value) @local.element
(join_clause . (identifier) . (_) @value (join_into_clause (identifier) @name @local.variable))
(let_clause . (identifier) @name (_) @value) @local.variable
(query_expression (select_clause (_) @value) . (identifier) @name @local.variable)
(query_expression (group_clause) @value . (identifier) @name @local.element)

; -- types by their place
(_ type: [(identifier) (qualified_name) (generic_name) (alias_qualified_name)] @type.named)
(method_declaration returns: [(identifier) (qualified_name) (generic_name) (alias_qualified_name)] @type.named)
(function_pointer_type returns: [(identifier) (qualified_name) (generic_name) (alias_qualified_name)] @type.named)
(type_argument_list [(identifier) (qualified_name) (generic_name) (alias_qualified_name)] @type.named)
(base_list [(identifier) (qualified_name) (generic_name) (alias_qualified_name)] @type.named)
(attribute name: [(identifier) (qualified_name) (generic_name) (alias_qualified_name)] @type.named)
(as_expression right: [(identifier) (qualified_name) (generic_name) (alias_qualified_name)] @type.named)
(is_expression right: [(identifier) (qualified_name) (generic_name) (alias_qualified_name)] @type.named)
(type_parameter_constraint [(identifier) (qualified_name) (generic_name) (alias_qualified_name)] @type.named)
(explicit_interface_specifier [(identifier) (qualified_name) (generic_name)] @type.named)
(generic_name (identifier) @name (type_argument_list) @arguments) @type.more
(qualified_name name: (generic_name (identifier) (type_argument_list) @arguments)) @type.more
(array_type) @type.array
(nullable_type) @type.optional
(predefined_type) @type.predefined
(tuple_type) @type.tuple

; -- bases
(base_list [(identifier) (qualified_name) (generic_name) (alias_qualified_name)] @heritage.base)
(primary_constructor_base_type type: (_) @heritage.base)

; -- expressions
(lvalue_expression/identifier) @expression.used
(constant_pattern (identifier) @expression.used)
(member_access_expression expression: [(_) "this" "base"] @operand name: [(identifier) @name (generic_name (identifier) @name)]) @expression.member
; what an initializer sets, and a pattern asks for, is a member of what is made or asked
(initializer_expression (assignment_expression left: (identifier) @name @expression.member))
(object_creation_expression initializer: (initializer_expression (assignment_expression left: (identifier) @name @expression.member))) @operand
(implicit_object_creation_expression (initializer_expression (assignment_expression left: (identifier) @name @expression.member))) @operand
(with_expression . (_) @operand (with_initializer . (identifier) @name @expression.member))
(with_expression . (_) @operand) @expression.same
[(with_expression . (identifier) @expression.name) (is_pattern_expression expression: (identifier) @expression.name)]
(subpattern . (identifier) @name @expression.member)
(is_pattern_expression expression: (_) @operand pattern: (recursive_pattern (property_pattern_clause (subpattern . (identifier) @name @expression.member))))
(member_access_expression expression: [(identifier) @expression.name (generic_name (identifier) @expression.name) (predefined_type) @expression.name])
(member_access_expression expression: (generic_name (identifier) @operand) @expression.same)
(member_access_expression expression: (generic_name (identifier) @expression.more (type_argument_list (_) @type)))
(alias_qualified_name name: (identifier) @operand) @expression.same
(alias_qualified_name name: (identifier) @expression.name)
; The grammar takes what stands before an operand, such as the left side of `a == b?.c`, into what a conditional access is of.
(conditional_access_expression condition: [(identifier) (generic_name) (member_access_expression) (invocation_expression) (conditional_access_expression) (element_access_expression) (parenthesized_expression) (postfix_unary_expression) (object_creation_expression) (as_expression) (await_expression) "this" "base"] @operand (member_binding_expression name: [(identifier) @name (generic_name (identifier) @name)])) @expression.member
(conditional_access_expression condition: [(binary_expression right: (_) @operand) (cast_expression value: (_) @operand) (prefix_unary_expression (_) @operand)] (member_binding_expression name: [(identifier) @name (generic_name (identifier) @name)])) @expression.member
(conditional_access_expression condition: [(identifier) @expression.name (binary_expression right: (identifier) @expression.name) (cast_expression value: (identifier) @expression.name) (prefix_unary_expression (identifier) @expression.name)])
(conditional_access_expression (invocation_expression) @operand .) @expression.same
(invocation_expression function: (_) @operand arguments: (_) @arguments) @expression.call
(invocation_expression function: [(generic_name (type_argument_list (_) @type)) (member_access_expression name: (generic_name (type_argument_list (_) @type)))]) @expression.more
(argument !name (identifier) @expression.name)
(argument name: (_) (identifier) @expression.name .)
(argument . "this" .) @expression.this
(argument (declaration_expression type: (implicit_type) name: (identifier) @name) @expression.out)
(invocation_expression function: (identifier) @expression.name)
(generic_name (identifier) @expression.name (type_argument_list))
(invocation_expression function: [(generic_name (identifier) @operand @site) (member_access_expression name: [(identifier) @site (generic_name (identifier) @site)]) (conditional_access_expression (member_binding_expression name: [(identifier) @site (generic_name (identifier) @site)]))]) @expression.more
(invocation_expression function: [(invocation_expression) (parenthesized_expression) (element_access_expression)] arguments: (_) @site) @expression.more
(object_creation_expression type: (_) @type) @expression.new
(object_creation_expression type: [(generic_name (identifier) @site) (qualified_name name: (identifier) @site)]) @expression.more
(object_creation_expression [arguments: (_) @arguments initializer: (initializer_expression) @initializer]) @expression.more
(anonymous_object_creation_expression) @expression.object
(attribute name: (_) @name (attribute_argument_list)? @arguments) @expression.annotation
(implicit_object_creation_expression (argument_list) @arguments) @expression.new
(constructor_initializer (argument_list) @arguments) @expression.call
(constructor_initializer ["base" "this"] @operand @site) @expression.more
(await_expression (_) @operand) @expression.await
(await_expression (identifier) @expression.name)
(parenthesized_expression (_) @operand) @expression.same
(parenthesized_expression (identifier) @expression.name)
(postfix_unary_expression (_) @operand) @expression.same
(postfix_unary_expression (identifier) @expression.name)
(cast_expression type: (_) @type value: (_) @operand) @expression.cast
(as_expression left: (_) @operand right: (_) @type) @expression.cast
(element_access_expression expression: [(_) "this" "base"] @operand) @expression.index
(element_access_expression subscript: (bracketed_argument_list . (argument . (integer_literal) @index .) .)) @expression.more
(element_access_expression expression: (identifier) @expression.name)
(conditional_access_expression condition: (_) @operand (element_binding_expression)) @expression.index
(tuple_expression) @expression.tuple
(array_creation_expression type: (array_type type: (_) @type)) @expression.array
(implicit_array_creation_expression (initializer_expression) @arguments) @expression.array
(collection_expression) @expression.array
(expression_element (identifier) @expression.name)
(initializer_expression (identifier) @expression.name)
(anonymous_object_creation_expression (identifier) @expression.name)
(query_expression . (from_clause (_) @operand .) (select_clause (_) @other) .) @expression.query
(_ [(from_clause name: (_) (identifier) @expression.name .) (select_clause (identifier) @expression.name) (join_clause . (identifier) . (identifier) @expression.name) (let_clause . (identifier) . (identifier) @expression.name)])
(group_clause) @expression.tuple
(group_clause (identifier) @expression.name)
(default_expression type: (_) @type) @expression.cast
(assignment_expression right: (_) @operand) @expression.same
((assignment_expression left: (member_access_expression name: (identifier) @_base) @target right: (object_creation_expression) @operand) @expression.assign (#eq? @_base "BaseAddress"))
(expression_statement (assignment_expression left: [(identifier) (member_access_expression)] @target right: (implicit_object_creation_expression) @operand) @expression.assign)
(expression_statement (assignment_expression left: (member_access_expression expression: (identifier) @expression.name) @target right: (_) @operand) @expression.assign)
(expression_statement (assignment_expression left: (identifier) @expression.name right: (implicit_object_creation_expression)))
(conditional_expression consequence: (_) @operand alternative: (_) @other) @expression.either
(binary_expression left: (_) @operand operator: "??" right: (_) @other) @expression.either
(binary_expression left: (identifier) @expression.name operator: "??")
(variable_declarator [name: (identifier) (tuple_pattern)] (identifier) @expression.name)
(assignment_expression right: (identifier) @expression.name)
(return_statement (identifier) @expression.name)
(interpolation (identifier) @expression.name)
(binary_expression left: (identifier) @expression.name right: (string_literal))
(binary_expression left: (string_literal) right: (identifier) @expression.name)
(arrow_expression_clause (identifier) @expression.name)
(foreach_statement right: (identifier) @expression.name)
(lambda_expression body: (identifier) @expression.name)
("this") @expression.this
("base") @expression.base
(lambda_expression) @expression.lambda
(lambda_expression body: [(identifier) (invocation_expression) (member_access_expression) (object_creation_expression) (await_expression) (conditional_expression) (conditional_access_expression) (anonymous_object_creation_expression) (tuple_expression) (element_access_expression) (parenthesized_expression) (cast_expression) (string_literal) (query_expression) (array_creation_expression)] @value) @expression.lambda
(anonymous_method_expression) @expression.lambda
(string_literal) @expression.literal
(verbatim_string_literal) @expression.literal
(raw_string_literal) @expression.literal
(interpolated_string_expression) @expression.literal
[
  (binary_expression left: [(string_literal) (binary_expression left: (string_literal) operator: "+") (binary_expression operator: "+" right: (string_literal))] operator: "+")
  (binary_expression operator: "+" right: (string_literal))
] @expression.literal
(integer_literal) @expression.literal
(real_literal) @expression.literal
(boolean_literal) @expression.literal
(character_literal) @expression.literal
(return_statement (_) @value) @return.value
(method_declaration body: (arrow_expression_clause (_) @value) @return.value)
(operator_declaration body: (arrow_expression_clause (_) @value) @return.value)
(conversion_operator_declaration body: (arrow_expression_clause (_) @value) @return.value)
(accessor_declaration body: (arrow_expression_clause (_) @value) @return.value)
(local_function_statement body: (arrow_expression_clause (_) @value) @return.value)

; -- what runs several times, perhaps, or beside other code
[(for_statement) (foreach_statement) (while_statement) (do_statement)] @region.loop
(if_statement [consequence: (_) alternative: (_)] @region.branch)
(switch_section) @region.branch
(switch_expression_arm) @region.branch
(conditional_expression [consequence: (_) alternative: (_)] @region.branch)
(catch_clause) @region.catch
(preproc_nullable "enable") @region.nullable
(preproc_nullable "disable") @region.oblivious
(preproc_nullable "restore") @region.restored
((invocation_expression function: (member_access_expression expression: (identifier) @_task name: (identifier) @_when)) @region.parallel (#eq? @_task "Task") (#any-of? @_when "WhenAll" "WhenAny"))
