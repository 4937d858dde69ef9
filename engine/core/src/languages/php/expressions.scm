; PHP: what is evaluated.

; -- names
(variable_name) @expression.name
((variable_name) @expression.this (#eq? @expression.this "$this"))
((relative_scope) @expression.this)
((relative_scope) @expression.base (#eq? @expression.base "parent"))
([(scoped_call_expression scope: [(name) (qualified_name)] @expression.name) (class_constant_access_expression . [(name) (qualified_name)] @expression.name) (scoped_property_access_expression scope: [(name) (qualified_name)] @expression.name) (function_call_expression function: [(name) (qualified_name) (relative_name)] @expression.name)])
([(argument (name) @expression.name .) (return_statement [(name) (qualified_name)] @expression.name) (array_element_initializer (name) @expression.name) (binary_expression left: [(name) (qualified_name)] @expression.name) (assignment_expression right: [(name) (qualified_name)] @expression.name)])

; -- calls and members
(function_call_expression function: (_) @operand arguments: (_) @arguments) @expression.call
(object_creation_expression (arguments (argument name: (name) @name @expression.entry))) @operand
; `strlen(...)` is the function itself.
(function_call_expression function: (_) @operand arguments: (arguments (variadic_placeholder))) @expression.same
(function_call_expression function: [(function_call_expression) (member_call_expression) (parenthesized_expression) (subscript_expression)] arguments: (_) @site) @expression.more
([(member_call_expression object: (_) @operand name: [(name) @name (_)] arguments: (_) @arguments) (nullsafe_member_call_expression object: (_) @operand name: [(name) @name (_)] arguments: (_) @arguments) (scoped_call_expression scope: (_) @operand name: [(name) @name (_)] arguments: (_) @arguments)] @expression.send)
([(member_access_expression object: (_) @operand name: [(name) @name (_)]) (nullsafe_member_access_expression object: (_) @operand name: [(name) @name (_)]) (scoped_property_access_expression scope: (_) @operand name: (variable_name (name) @name))] @expression.member)
([(member_call_expression object: (_) @operand name: (name) @name arguments: (arguments (variadic_placeholder))) (scoped_call_expression scope: (_) @operand name: (name) @name arguments: (arguments (variadic_placeholder)))] @expression.member)
(class_constant_access_expression . (_) @operand (name) @name) @expression.member
((class_constant_access_expression . (_) @operand (name) @_class .) @expression.same (#eq? @_class "class"))
(subscript_expression . (_) @operand) @expression.index
(object_creation_expression . [(name) (qualified_name)] @type (arguments)? @arguments) @expression.new
(object_creation_expression . [(variable_name) (parenthesized_expression) (member_access_expression)] @operand (arguments)? @arguments) @expression.new
(attribute . (_) @name parameters: (_)? @arguments) @expression.annotation
([(parenthesized_expression (_) @operand) (clone_expression (_) @operand) (assignment_expression right: (_) @operand)] @expression.same)
(object_creation_expression (anonymous_class "class" @site (arguments)? @arguments) @operand) @expression.new
(anonymous_class) @expression.object
(assignment_expression left: [(member_access_expression) (subscript_expression) (scoped_property_access_expression)] @target right: (_) @operand) @expression.assign
(augmented_assignment_expression left: (_) @operand operator: "??=" right: (_) @other) @expression.either
(conditional_expression condition: (_) @operand !body alternative: (_) @other) @expression.either
(conditional_expression body: (_) @operand alternative: (_) @other) @expression.either
(binary_expression left: (_) @operand operator: "??" right: (_) @other) @expression.either
(match_expression body: (match_block . [(match_conditional_expression return_expression: (_) @operand) (match_default_expression return_expression: (_) @operand)])) @expression.same
(arrow_function body: (_) @value) @expression.lambda
(anonymous_function) @expression.lambda
(array_creation_expression) @expression.array
[(string) (encapsed_string) (integer) (float) (boolean) (null)] @expression.literal
([(heredoc value: (_) @part) (nowdoc value: (_) @part)] @expression.literal)
(binary_expression operator: ".") @expression.literal
(return_statement (_) @value) @return.value

; -- what runs several times or perhaps
[(foreach_statement) (for_statement) (while_statement) (do_statement)] @region.loop
(if_statement body: (_) @region.branch)
[(else_if_clause) (else_clause) (case_statement) (default_statement) (match_conditional_expression) (match_default_expression)] @region.branch
(conditional_expression [body: (_) alternative: (_)] @region.branch)
(catch_clause) @region.catch
