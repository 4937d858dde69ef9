; Kotlin. The grammar names few fields: what an identifier means is told by its place.
; Every pattern with children costs time when a thread starts: what only adds fields to one node stands in one pattern.

; -- scopes
(block) @scope.block
(for_statement) @scope.block
(when_expression) @scope.block
(when_entry) @scope.block
(catch_block) @scope.block
(getter) @scope.function
(setter) @scope.function
(function_type) @scope.function

; -- packages and imports
(package_header (qualified_identifier) @name @nested @wholeFile) @symbol.namespace
(import (qualified_identifier (identifier) @name .) @source .) @import.static
(import (qualified_identifier) @source (identifier) @name) @import.alias
(import (qualified_identifier) "*" @everything) @import.namespace

; -- types
(class_declaration ["class" "interface"] name: (_) @name) @symbol.class
(class_declaration "interface") @symbol.interface
(class_declaration (enum_class_body)) @symbol.enum
(class_declaration [(class_body) @body (enum_class_body) @body (modifiers [(visibility_modifier) (inheritance_modifier)] @modifier)]) @symbol.more
; the grammar reads `annotation class A` behind two annotations as a call of `class`
((infix_expression . (identifier) . (identifier) @_class . (identifier) @name) @symbol.class (#eq? @_class "class"))
(object_declaration name: (_) @name) @symbol.class
(object_declaration [(class_body) @body (modifiers (visibility_modifier) @modifier)]) @symbol.more
(companion_object !name "companion" @name @keyword) @symbol.class
(companion_object name: (_) @name) @symbol.class
(companion_object [(class_body) @body (modifiers (visibility_modifier) @modifier)]) @symbol.more
(enum_entry (identifier) @name (class_body)? @body) @symbol.enumMember
(object_literal (delegation_specifiers . (delegation_specifier [(user_type) @name @base (constructor_invocation (user_type) @name @base)])) (class_body) @body @anonymous @symbol.class)
(enum_entry (identifier) @name (class_body) @body @anonymous @symbol.class)
(type_alias type: (_) @name "=" . (_) @type) @symbol.typeAlias
(type_parameter (identifier) @name) @local.typeParameter
(type_parameter (identifier) . (_) @type) @local.more

; -- functions and constructors
(function_declaration name: (_) @name) @symbol.function
([(class_body (function_declaration) @symbol.method) (enum_class_body (function_declaration) @symbol.method)])
(function_declaration [(modifiers (_) @modifier) (function_body) @body]) @symbol.more
(function_declaration (function_value_parameters) . [(user_type) (nullable_type) (function_type) (parenthesized_type)] @type) @symbol.more
(function_declaration [(user_type) (nullable_type) (parenthesized_type)] @type @local.receiver . name: (_))
(secondary_constructor [(modifiers (visibility_modifier) @modifier) (block) @body]) @symbol.constructor
(secondary_constructor) @symbol.constructor

; -- properties; inside functions they are locals
(property_declaration ["var" "val" @modifier] (variable_declaration (identifier) @name)) @symbol.variable
(property_declaration "val" (variable_declaration)) @symbol.constant
([(class_body (property_declaration (variable_declaration)) @symbol.property) (enum_class_body (property_declaration (variable_declaration)) @symbol.property)])
(property_declaration [(modifiers (_) @modifier) (variable_declaration (identifier) . (_) @type)]) @symbol.more
(property_declaration "=" . (_) @value) @symbol.more
(property_declaration (getter (function_body . "=" . (_) @value))) @symbol.more
((property_declaration (property_delegate (call_expression . (identifier) @_lazy (annotated_lambda (lambda_literal (_) @value .))))) @symbol.more (#eq? @_lazy "lazy"))
(property_declaration [(user_type) (nullable_type)] @receiver . (variable_declaration)) @symbol.accessor
(property_declaration [(user_type) (nullable_type)] @type @local.receiver . (variable_declaration))
(property_declaration (multi_variable_declaration) @name @pattern "=" . (_) @value) @local.pattern
; what a part gives is followed where one value is taken apart: a loop over a map gives keys and values
(multi_variable_declaration (variable_declaration (identifier) @name) @pattern.rest)
(property_declaration (multi_variable_declaration (variable_declaration (identifier) @name) @pattern.element))
(class_parameter ["val" @modifier "var"] (identifier) @name . (_) @type) @symbol.property
(class_parameter (modifiers (_) @modifier) ["val" "var"]) @symbol.more

; -- parameters and locals
(parameter (identifier) @name . (_) @type) @local.parameter
(class_parameter (identifier) @name . (_) @type) @local.parameter
(class_parameter "=" . (_) @value) @local.more
(function_value_parameters (parameter) @local.more . "=" . (_) @value)
(function_value_parameters (parameter_modifiers) @front . (parameter) @local.more)
(function_value_parameters (parameter_modifiers (parameter_modifier "vararg") @rest) . (parameter) @local.more)
(lambda_parameters (variable_declaration (identifier) @name) @local.parameter)
(lambda_parameters (variable_declaration (identifier) . (_) @type) @local.more)
(lambda_parameters (multi_variable_declaration) @name @pattern @local.parameter)
(setter (identifier) @name @local.parameter)
(for_statement (variable_declaration (identifier) @name) . (_) @value) @local.element
(for_statement (variable_declaration (identifier) . (_) @type)) @local.more
(for_statement (multi_variable_declaration) @name @pattern . (_) @value) @local.element
(when_subject (variable_declaration (identifier) @name) . (_) @value) @local.variable
(catch_block . (identifier) @name . (_) @type) @local.variable

; -- types
(user_type . (type_modifiers)? . (identifier) @name . (type_arguments)? @arguments .) @type.named
(user_type (identifier) @qualifierName . (identifier) @name . (type_arguments)? @arguments .) @type.named
[(nullable_type) (parenthesized_type)] @type.optional
(function_type (_) @qualifier .) @type.function
(function_type [(user_type) (nullable_type) (parenthesized_type)] @local.receiver . (function_type_parameters))

; -- bases
[
  (class_declaration (delegation_specifiers (delegation_specifier [(user_type) @heritage.implements (explicit_delegation (user_type) @heritage.implements)])))
  (object_declaration (delegation_specifiers (delegation_specifier [(user_type) @heritage.implements (explicit_delegation (user_type) @heritage.implements)])))
  (companion_object (delegation_specifiers (delegation_specifier [(user_type) @heritage.implements (explicit_delegation (user_type) @heritage.implements)])))
]
[
  (class_declaration (delegation_specifiers (delegation_specifier (constructor_invocation (user_type) @heritage.extends))))
  (object_declaration (delegation_specifiers (delegation_specifier (constructor_invocation (user_type) @heritage.extends))))
  (companion_object (delegation_specifiers (delegation_specifier (constructor_invocation (user_type) @heritage.extends))))
]
(class_declaration "interface" (delegation_specifiers (delegation_specifier (user_type) @heritage.extends)))
(user_type . (identifier) @site (type_arguments) .) @heritage.more

; -- where a test has told a type
(if_expression condition: (is_expression left: (identifier) "is" right: (_)) . (_) @scope.block)
(if_expression condition: (is_expression left: (identifier) @name "is" right: (_) @type) . (_) @local.narrowed)
(binary_expression left: (is_expression left: (identifier) "is" right: (_)) operator: "&&" right: (_) @scope.block)
(binary_expression left: (is_expression left: (identifier) @name "is" right: (_) @type) operator: "&&" right: (_) @local.narrowed)
(when_expression (when_subject (identifier) @name) (when_entry condition: (type_test "is" (_) @type)) @local.narrowed)
; a statement that leaves the block unless a name has a type tells it for what follows
(block
  (if_expression
    condition: [
      (is_expression left: (identifier) @name "!is" right: (_) @type)
      (binary_expression left: (is_expression left: (identifier) @name "!is" right: (_) @type) operator: "||")]
    . [(return_expression) (throw_expression) (block [(return_expression) (throw_expression)] .)] .)
  . (_) @narrowing.rest)
((block
  (if_expression
    condition: (is_expression left: (identifier) @name "!is" right: (_) @type)
    . [(identifier) @_leaves (block (identifier) @_leaves .)] .)
  . (_) @narrowing.rest) (#any-of? @_leaves "continue" "break"))

; -- names of values
(primary_expression/identifier) @expression.used
(labeled_expression (label) (identifier) @expression.unknown)
[
  (call_expression . (identifier) @expression.name)
  (navigation_expression . (identifier) @expression.name)
  (value_argument (identifier) @expression.name .)
  (property_declaration "=" . (identifier) @expression.name)
  (assignment [left: (identifier) @expression.name right: (identifier) @expression.name])
  (return_expression !label (identifier) @expression.name)
  (interpolation (identifier) @expression.name)
  (function_body "=" . (identifier) @expression.name)
  (parenthesized_expression (identifier) @expression.name)
  (index_expression . (identifier) @expression.name)
  (as_expression left: (identifier) @expression.name)
  (unary_expression argument: (identifier) @expression.name)
  (binary_expression [left: (identifier) @expression.name right: (identifier) @expression.name])
  (if_expression condition: (_) [(identifier) @expression.name])
  (infix_expression . (identifier) @expression.name . (identifier) . (_))
  (when_subject (identifier) @expression.name)
  (for_statement [(variable_declaration) (multi_variable_declaration)] . (identifier) @expression.name)
  (when_entry (identifier) @expression.name .)
  (lambda_literal (identifier) @expression.name .)
  (function_value_parameters "=" . (identifier) @expression.name)
  (class_parameter "=" . (identifier) @expression.name)
  (block (identifier) @expression.name .)
  (spread_expression (identifier) @expression.name)
  (collection_literal (identifier) @expression.name)
  (explicit_delegation (identifier) @expression.name)
  (callable_reference (identifier) @expression.name)
]

; -- expressions
(navigation_expression . (_) @operand (identifier) @name .) @expression.member
((navigation_expression (_) "::" (identifier) @site .) @value @reference.value (#not-eq? @site "class"))
((navigation_expression (_) "::" (identifier) @_class) @expression.literal (#eq? @_class "class"))
((navigation_expression (identifier) @type.named "::" (identifier) @_class) (#eq? @_class "class"))
(callable_reference (identifier) @operand) @expression.same
(callable_reference (identifier) @site) @value @reference.value
(call_expression . (_) @operand (value_arguments)? @arguments) @expression.call
(call_expression (annotated_lambda (lambda_literal) @trailing)) @expression.more
(call_expression . (navigation_expression (identifier) @site .)) @expression.more
(call_expression (value_arguments (value_argument . (identifier) @name @expression.entry . (_)))) @operand
(call_expression . [(call_expression) (parenthesized_expression) (index_expression) (lambda_literal)] (value_arguments) @site) @expression.more
(call_expression (type_arguments (type_projection (_) @type))) @expression.more
; `get<Index> { … }`: the grammar takes the brackets around one name for comparisons
(binary_expression left: (binary_expression left: (_) @operand operator: "<" right: [(identifier) (navigation_expression)] @type) operator: ">" right: (lambda_literal) @trailing) @expression.call
(binary_expression left: (binary_expression left: (navigation_expression (identifier) @site .) operator: "<") operator: ">" right: (lambda_literal)) @expression.more
(binary_expression left: (binary_expression operator: "<" right: (identifier) @type.named) operator: ">" right: (lambda_literal))
(binary_expression left: (binary_expression operator: "<" right: (navigation_expression (identifier) @qualifierName . (identifier) @name .) @type.named) operator: ">" right: (lambda_literal))
(binary_expression left: (binary_expression operator: "<" right: (navigation_expression (navigation_expression (identifier) @qualifierName .) . (identifier) @name .) @type.named) operator: ">" right: (lambda_literal))
; `f(x) { … }` is one call
(call_expression . (call_expression (value_arguments)) @expression.more (annotated_lambda (lambda_literal) @trailing))
(call_expression . (call_expression (value_arguments)) @operand (annotated_lambda)) @expression.same
(constructor_delegation_call ["this" "super"] @operand @site (value_arguments) @arguments) @expression.call
(constructor_delegation_call ["this" @expression.this "super" @expression.base])
((infix_expression . (_) @operand . (identifier) @name @expression.member . (_)) (#not-eq? @name "class"))
((infix_expression . (_) . (identifier) @operand @site . (_)) @expression.call (#not-eq? @site "class"))
(this_expression) @expression.this
((this_expression (identifier) @type @_label) @expression.cast (#match? @_label "^[A-Z]"))
((this_expression (identifier) @type.named) (#match? @type.named "^[A-Z]"))
(super_expression) @expression.base
(super_expression (user_type) @type) @expression.cast
(as_expression left: (_) @operand right: (_) @type) @expression.cast
; the grammar reads `!f()` as a call of `!f`
(unary_expression argument: (_) @operand) @expression.same
(call_expression . (unary_expression argument: [(identifier) @site (navigation_expression (identifier) @site .)])) @expression.more
(binary_expression left: (_) @operand operator: "?:" right: (_) @other) @expression.either
; an operator calls its function
(binary_expression left: (_) @operand operator: ["+" "-" "*" "/" "%"] @name @expression.member)
(binary_expression operator: ["+" "-" "*" "/" "%"] @operand @site right: (_) @trailing) @expression.operator
(if_expression condition: (_) . (_) @operand . (_) @other) @expression.either
[(if_expression (block (_) @operand .) @expression.same) (when_entry (block (_) @operand .) @expression.same)]
(when_expression (when_entry (_) @operand .)) @expression.same
(try_expression . (block (_) @operand .)) @expression.same
(parenthesized_expression (_) @operand) @expression.same
(spread_expression (_) @operand) @expression.same
(index_expression . (_) @operand) @expression.index
(assignment left: (_) @target right: (_) @operand) @expression.assign
(object_literal) @expression.class
(object_literal (delegation_specifiers . (delegation_specifier [(user_type) @type (constructor_invocation (user_type) @type)]))) @expression.cast
(collection_literal) @expression.array
(annotation (user_type) @name) @expression.annotation
(annotation (constructor_invocation (user_type) @name (value_arguments) @arguments)) @expression.annotation
; what Java calls the class of the file's functions
((file_annotation (constructor_invocation (user_type) @_type) @name) @expression.annotation (#match? @_type "^(kotlin\\.jvm\\.)?JvmName$"))
; behind imports the grammar takes an annotation and what it is given for an expression
(annotated_expression (annotation (user_type)) @expression.more . (parenthesized_expression) @arguments)
; what a base is given
(delegation_specifier (constructor_invocation (value_arguments (value_argument)) @arguments)) @expression.tuple
(lambda_literal (lambda_parameters)? @parameters) @expression.lambda
(lambda_literal (_) @value .) @expression.lambda
(anonymous_function (function_value_parameters) @parameters) @expression.lambda
[(string_literal) (multiline_string_literal) (number_literal) (float_literal) (character_literal)] @expression.literal
(return_expression (_) @value .) @return.value
(function_body . "=" . (_) @value) @return.value

; -- what runs several times, perhaps, or beside other code
[(for_statement) (while_statement) (do_while_statement)] @region.loop
((call_expression . (navigation_expression (identifier) @_each .) (annotated_lambda)) @region.loop (#any-of? @_each "forEach" "forEachIndexed" "onEach"))
(when_entry) @region.branch
(if_expression condition: (_) . (_) @region.branch)
(if_expression condition: (_) . (_) . (_) @region.branch)
(catch_block) @region.catch
((call_expression . [(identifier) @_start (navigation_expression (identifier) @_start .)] (annotated_lambda)) @region.parallel (#any-of? @_start "launch" "async"))
