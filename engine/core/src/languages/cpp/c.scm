; C, and what C++ shares with it. A function without a body ends with a semicolon, which marks it as declared only.

; -- scopes
(compound_statement) @scope.block
(for_statement) @scope.block

; -- imports
(preproc_include path: (string_literal (string_content) @source)) @import.static
(preproc_include path: (system_lib_string) @source) @import.static

; -- types
(struct_specifier name: (type_identifier) @name body: (_) @body) @symbol.struct
(union_specifier name: (type_identifier) @name body: (_) @body) @symbol.struct
(enum_specifier name: (type_identifier) @name body: (_) @body) @symbol.enum
(type_definition type: [(struct_specifier !name body: (_) @body) (union_specifier !name body: (_) @body)] declarator: [(type_identifier) @name (pointer_declarator declarator: (type_identifier) @name)]) @symbol.struct
(type_definition type: (enum_specifier !name body: (_) @body) declarator: (type_identifier) @name) @symbol.enum
(type_definition
  type: [(primitive_type) (type_identifier) (sized_type_specifier) (struct_specifier name: (_)) (union_specifier name: (_)) (enum_specifier name: (_))] @aliased
  declarator: [
    (type_identifier) @name @symbol.typeAlias
    (pointer_declarator declarator: (type_identifier) @name @symbol.typeAlias)
    (function_declarator declarator: (parenthesized_declarator (pointer_declarator declarator: (type_identifier) @name @symbol.typeAlias)))])
(enumerator name: (_) @name) @symbol.enumMember
(field_declaration type: (_) @type declarator: [
  (field_identifier) @name @symbol.field
  (pointer_declarator declarator: (field_identifier) @name @symbol.field)
  (pointer_declarator declarator: (pointer_declarator declarator: (field_identifier) @name @symbol.field))
  (array_declarator declarator: (field_identifier) @name @symbol.field)])
(field_declaration declarator: (function_declarator declarator: (parenthesized_declarator (pointer_declarator declarator: (field_identifier) @name @symbol.field))))

; -- functions
(function_definition (storage_class_specifier)? @modifier declarator: [
  (function_declarator declarator: (identifier) @name)
  (pointer_declarator declarator: (function_declarator declarator: (identifier) @name))
  (pointer_declarator declarator: (pointer_declarator declarator: (function_declarator declarator: (identifier) @name)))] body: (_) @body) @symbol.function
(function_definition type: (_) @type) @symbol.more
(declaration (storage_class_specifier)? @modifier type: (_) @type declarator: [
  (function_declarator declarator: (identifier) @name)
  (pointer_declarator declarator: (function_declarator declarator: (identifier) @name))
  (pointer_declarator declarator: (pointer_declarator declarator: (function_declarator declarator: (identifier) @name)))] ";" @modifier) @symbol.function
(preproc_function_def name: (_) @name value: (_)? @body) @symbol.function

; -- variables; inside functions they are locals
(declaration type: (_) @type declarator: [
  (identifier) @name @symbol.variable
  (pointer_declarator declarator: (identifier) @name @symbol.variable)
  (array_declarator declarator: (identifier) @name @symbol.variable)])
(declaration type: (_) @type declarator: (init_declarator declarator: [
  (identifier) @name
  (pointer_declarator declarator: (identifier) @name)
  (array_declarator declarator: (identifier) @name)]) @symbol.variable)

(declaration declarator: [
  (init_declarator declarator: (function_declarator declarator: (parenthesized_declarator (pointer_declarator declarator: (identifier) @name @symbol.variable))))
  (function_declarator declarator: (parenthesized_declarator (pointer_declarator declarator: (identifier) @name @symbol.variable)))])

; -- parameters
(parameter_declaration type: (_) @type declarator: [
  (identifier) @name
  (pointer_declarator declarator: (identifier) @name)
  (pointer_declarator declarator: (pointer_declarator declarator: (identifier) @name))
  (array_declarator declarator: (identifier) @name)]) @local.parameter
(parameter_declaration !declarator) @local.parameter
(parameter_declaration declarator: (function_declarator declarator: (parenthesized_declarator (pointer_declarator declarator: (identifier) @name)))) @local.parameter

; -- types as they are written
(type_identifier) @type.named
[(primitive_type) (sized_type_specifier)] @type.predefined
(struct_specifier name: (type_identifier) @name !body) @type.named
(union_specifier name: (type_identifier) @name !body) @type.named
(enum_specifier name: (type_identifier) @name !body) @type.named
(type_definition type: [(struct_specifier name: (type_identifier) @name body: (_)) (union_specifier name: (type_identifier) @name body: (_)) (enum_specifier name: (type_identifier) @name body: (_))] @type.named)
(type_descriptor type: (_) @qualifier) @type.optional

; -- expressions
(identifier) @expression.name
(field_expression argument: (_) @operand field: (field_identifier) @name) @expression.member
(call_expression function: (_) @operand arguments: (_) @arguments) @expression.call
(call_expression function: (field_expression field: (_) @site)) @expression.more
(call_expression function: [(call_expression) (subscript_expression) (parenthesized_expression)] arguments: (_) @site) @expression.more
(cast_expression type: (_) @type value: (_) @operand) @expression.cast
(pointer_expression argument: (_) @operand) @expression.same
(parenthesized_expression (_) @operand) @expression.same
(subscript_expression argument: (_) @operand) @expression.same
[(string_literal) (char_literal) (number_literal)] @expression.literal
(return_statement (_) @value) @return.value

; -- what runs several times, or perhaps
[(for_statement) (while_statement) (do_statement)] @region.loop
(if_statement [consequence: (_) alternative: (_)] @region.branch)
(case_statement) @region.branch
