; What TypeScript, TSX and JavaScript share.

; A kind `more` adds fields to an item and leaves its kind alone. What a query costs at a thread's start is the number
; of patterns with children, so fields that may be missing stand as `?` or as alternatives in one pattern.

; -- scopes
(statement_block) @scope.block
(for_statement) @scope.block
(for_in_statement) @scope.block
(catch_clause) @scope.block
(switch_body) @scope.block
(class_static_block) @scope.block

; -- declarations
(function_declaration name: (_) @name body: (_) @body) @symbol.function
(generator_function_declaration name: (_) @name body: (_) @body) @symbol.function
(class_declaration name: (_) @name body: (_) @body) @symbol.class
(class name: (_) @name body: (_) @body) @symbol.class
(class !name body: (_) @body) @anonymous @symbol.class

(variable_declarator name: (identifier) @name value: (_)? @value) @symbol.variable
(lexical_declaration kind: "const" (variable_declarator name: (identifier) @name) @symbol.constant)
(variable_declarator name: (identifier) @name value: [(arrow_function) (function_expression) (generator_function)] @callable) @symbol.function
(variable_declarator name: (identifier) @name value: (class body: (_) @body) @value) @symbol.class
(variable_declarator name: [(object_pattern) (array_pattern)] @name @pattern value: (_) @value) @local.pattern
(for_in_statement left: (identifier) @name operator: "of" right: (_) @value) @local.element
(for_in_statement left: (identifier) @name operator: "in") @local.opaque
(for_in_statement left: [(object_pattern) (array_pattern)] @name @pattern right: (_) @value) @local.element
(catch_clause parameter: (identifier) @name) @local.caught

(method_definition name: (_) @name body: (_) @body) @symbol.method
(method_definition ["get" "set" @modifier]) @symbol.accessor
(method_definition ["static" "async" "*"] @modifier) @symbol.more
((method_definition name: (property_identifier) @_constructor) @symbol.constructor (#eq? @_constructor "constructor"))
; a function that is given back is called where what it is given back by is called
(return_statement (function_expression name: (_) @name body: (_) @body) @itself @symbol.function)
(pair key: [(property_identifier) (string)] @name value: (_) @value) @symbol.property
(pair key: (_) @name value: [(arrow_function) @callable (function_expression) (generator_function)] @value) @symbol.method
; a function that is set as a member: of what the file declares above, of a prototype, of the module itself
(assignment_expression left: (member_expression object: [(identifier) (member_expression object: (identifier) property: (property_identifier))] @holder property: (property_identifier) @name) right: [(arrow_function) @callable (function_expression) (generator_function)] @value) @symbol.method
((assignment_expression left: (member_expression object: (identifier) @_module property: (property_identifier) @_exports) right: [(arrow_function) (function_expression name: (_)? @ownName) (generator_function)] @value @wholeExport) @symbol.function (#eq? @_module "module") (#eq? @_exports "exports"))

; -- destructuring
(shorthand_property_identifier_pattern) @pattern.shorthand
(pair_pattern key: (_) @key value: [(identifier) @name (assignment_pattern left: (identifier) @name) (object_pattern) @nested (array_pattern) @nested]) @pattern.member
(array_pattern [(identifier) (assignment_pattern left: (identifier) @name) (object_pattern) @nested (array_pattern) @nested] @pattern.element)
(object_pattern (rest_pattern (identifier) @name) @pattern.rest)
(array_pattern (rest_pattern (identifier) @name) @pattern.rest)

; -- where a test has told a type
(if_statement condition: (parenthesized_expression (binary_expression left: (identifier) operator: "instanceof" right: (_))) consequence: (_) @scope.block)
(if_statement condition: (parenthesized_expression (binary_expression left: (identifier) @name operator: "instanceof" right: (_) @class)) consequence: (_) @local.narrowed)
(binary_expression left: (binary_expression left: (identifier) operator: "instanceof" right: (_)) operator: "&&" right: (_) @scope.block)
(binary_expression left: (binary_expression left: (identifier) @name operator: "instanceof" right: (_) @class) operator: "&&" right: (_) @local.narrowed)
(ternary_expression condition: (binary_expression left: (identifier) operator: "instanceof" right: (_)) consequence: (_) @scope.block)
(ternary_expression condition: (binary_expression left: (identifier) @name operator: "instanceof" right: (_) @class) consequence: (_) @local.narrowed)
; a statement that leaves the block unless a name has a type tells it for what follows
(statement_block
  (if_statement
    condition: (parenthesized_expression [
      (unary_expression operator: "!" argument: (parenthesized_expression (binary_expression left: (identifier) @name operator: "instanceof" right: (_) @class)))
      (binary_expression left: (unary_expression operator: "!" argument: (parenthesized_expression (binary_expression left: (identifier) @name operator: "instanceof" right: (_) @class))) operator: "||")])
    consequence: [(return_statement) (throw_statement) (continue_statement) (break_statement) (statement_block [(return_statement) (throw_statement) (continue_statement) (break_statement)] .)]
    !alternative)
  . (_) @narrowing.rest)

; -- expressions
(identifier) @expression.name
(shorthand_property_identifier) @expression.name
(this) @expression.this
(super) @expression.base
(member_expression object: (_) @operand property: (_) @name) @expression.member
(subscript_expression object: (_) @operand) @expression.index
(subscript_expression object: (_) @operand index: (string) @name) @expression.member
(call_expression function: (_) @operand arguments: (arguments) @arguments) @expression.call
(call_expression function: (_) @operand arguments: (template_string) @text) @expression.tagged
(call_expression function: [(member_expression property: (_) @site) (await_expression (member_expression property: (_) @site))]) @expression.more
(call_expression function: [(call_expression) (parenthesized_expression) (subscript_expression) (arrow_function) (function_expression)] arguments: (arguments) @site) @expression.more
(call_expression function: (import) arguments: [(arguments . (string) @source) (arguments)]) @expression.dynamicImport
((call_expression function: (identifier) @operand @_require arguments: (arguments . (string) @source)) @expression.require (#eq? @_require "require"))
(new_expression constructor: (_) @operand arguments: (arguments)? @arguments) @expression.new
(new_expression constructor: (member_expression property: (_) @site)) @expression.more
(await_expression (_) @operand) @expression.await
(parenthesized_expression (_) @operand) @expression.same
(assignment_expression right: (_) @operand) @expression.same
(expression_statement (assignment_expression left: (member_expression object: (identifier) @expression.name) @target right: (_) @operand) @expression.assign)
(ternary_expression consequence: (_) @operand alternative: (_) @other) @expression.either
(binary_expression left: (_) @operand operator: ["||" "??"] right: (_) @other) @expression.either
(binary_expression operator: "&&" right: (_) @operand) @expression.same
(sequence_expression (_) @operand .) @expression.same
(object) @expression.object
(array) @expression.array
(string) @expression.literal
(template_string) @expression.literal
[
  (binary_expression left: [(string) (template_string) (binary_expression left: [(string) (template_string)] operator: "+") (binary_expression operator: "+" right: [(string) (template_string)])] operator: "+")
  (binary_expression operator: "+" right: [(string) (template_string)])
  (binary_expression left: (binary_expression left: [(binary_expression left: [(string) (template_string)] operator: "+") (binary_expression operator: "+" right: [(string) (template_string)])] operator: "+") operator: "+")
] @expression.literal
(number) @expression.literal
(regex) @expression.literal
(true) @expression.literal
(false) @expression.literal
(null) @expression.literal
(arrow_function body: [(statement_block) (expression) @value]) @expression.lambda
(function_expression name: (_)? @name) @expression.lambda
(generator_function) @expression.lambda
(class) @expression.class
(return_statement (_) @value) @return.value

; -- modules
(import_statement source: (string) @source) @import.static
(import_clause (identifier) @name) @binding.default
(import_specifier name: (_) @name alias: (_)? @alias) @binding.named
(namespace_import (identifier) @name) @binding.namespace
(export_statement "default"? @default declaration: (_)) @export.declaration
(export_statement "default" value: (_) @value) @export.default
(export_statement "default" @default value: [(arrow_function) (function_expression) (generator_function)] @value @callable) @symbol.function
(export_statement "default" @default value: (class body: (_) @body) @value) @symbol.class
; a component of Vue that is an object of options; what it mixes in is what it is derived from
((export_statement "default" @default value: (object (pair key: (property_identifier) @_options value: (object))) @value) @symbol.class (#any-of? @_options "methods" "computed"))
((export_statement "default" @default value: (call_expression function: [(identifier) (member_expression)] @_define arguments: (arguments . (object) @value))) @symbol.class (#any-of? @_define "defineComponent" "Vue.extend"))
((pair key: (property_identifier) @_group value: (object)) @lent @symbol.property (#any-of? @_group "methods" "computed"))
((pair key: (property_identifier) @_mixins value: (array (identifier) @heritage.extends)) (#eq? @_mixins "mixins"))
(export_statement source: (string) @source) @export.from
(export_statement "*") @export.allFrom
(export_statement (namespace_export (_) @name)) @export.namespaceFrom
(export_specifier name: (_) @name alias: (_)? @alias) @export.specifier
((assignment_expression left: (member_expression object: (identifier) @_module property: (property_identifier) @_exports) right: (_) @value) @export.assign (#eq? @_module "module") (#eq? @_exports "exports"))
((assignment_expression left: (member_expression object: [(identifier) @_exports (member_expression object: (identifier) @_module property: (property_identifier) @_exports)] property: (property_identifier) @name) right: (_) @value) @export.property (#eq? @_module "module") (#eq? @_exports "exports"))

; -- decorators
(decorator (_) @value) @reference.decorator
(decorator [(member_expression property: (_) @site) (call_expression) @called]) @reference.more

; -- what runs several times, perhaps, or beside other code
[(for_statement) (for_in_statement) (while_statement) (do_statement)] @region.loop
(if_statement consequence: (_) @region.branch)
(else_clause) @region.branch
(switch_case) @region.branch
(ternary_expression [consequence: (_) alternative: (_)] @region.branch)
(catch_clause) @region.catch
((call_expression function: (member_expression object: (identifier) @_promise property: (property_identifier) @_all)) @region.parallel (#eq? @_promise "Promise") (#any-of? @_all "all" "allSettled" "race" "any"))
