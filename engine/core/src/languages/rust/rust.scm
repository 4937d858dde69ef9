; Rust. A path is one name with its colons; what stands inside a macro's brackets is not code that is read.

; -- scopes
(block) @scope.block
(impl_item) @scope.block
(match_arm) @scope.block
(if_expression) @scope.block
(while_expression) @scope.block
(for_expression) @scope.block
(function_type) @scope.function

; -- modules and imports; the path of a group stands before each of its names
(mod_item (visibility_modifier)? @modifier @exported name: (_) @name body: (_) @body) @symbol.namespace
((attribute_item (attribute (identifier) @_path value: (string_literal) @source)) . [(attribute_item) (line_comment)]* . (mod_item name: (_) @name !body) @import.equals (#eq? @_path "path"))
(mod_item name: (_) @source @name !body) @import.equals
(extern_crate_declaration name: (_) @source @name !alias) @import.static
(extern_crate_declaration name: (_) @source alias: (_) @name) @import.static
(scoped_use_list path: (_) @prefix) @import.group
(use_declaration argument: [(identifier) (crate) (self) (super)] @source @name @import.static)
(use_declaration argument: (scoped_identifier name: (_) @name) @source @import.static)
(use_list [(identifier) (self)] @source @name @import.static)
(use_list (scoped_identifier name: (_) @name) @source @import.static)
(use_as_clause path: (_) @source alias: (_) @name) @import.static
(use_wildcard (_)? @source) @import.namespace

; -- types
(struct_item (visibility_modifier)? @modifier @exported name: (_) @name body: (_)? @body) @symbol.struct
(union_item (visibility_modifier)? @modifier @exported name: (_) @name body: (_) @body) @symbol.struct
(enum_item (visibility_modifier)? @modifier @exported name: (_) @name body: (_) @body) @symbol.enum
(trait_item (visibility_modifier)? @modifier @exported name: (_) @name body: (_) @body) @symbol.interface
(source_file (type_item (visibility_modifier)? @modifier @exported name: (_) @name type: (_) @aliased) @symbol.typeAlias)
(mod_item body: (declaration_list (type_item (visibility_modifier)? @modifier @exported name: (_) @name type: (_) @aliased) @symbol.typeAlias))
(associated_type name: (_) @name) @symbol.typeAlias
(impl_item
  type: [(type_identifier) @owner (generic_type type: (type_identifier) @owner) (scoped_type_identifier name: (_) @owner)]
  body: (declaration_list (type_item name: (_) @name type: (_) @aliased) @symbol.typeAlias))
(enum_variant name: (_) @name) @symbol.enumMember
(field_declaration (visibility_modifier)? @modifier name: (_) @name type: (_) @type) @symbol.field
(type_parameter name: (_) @name bounds: (trait_bounds . (_) @type)? @bounds) @local.typeParameter

; -- functions; a method belongs to the type that its impl names
(function_item (visibility_modifier)? @modifier @exported name: (_) @name body: (_) @body) @symbol.function
(function_item return_type: (_) @type) @symbol.more
(function_signature_item (visibility_modifier)? @modifier @exported name: (_) @name) @symbol.function
(function_signature_item return_type: (_) @type) @symbol.more
(trait_item body: (declaration_list [(function_item) (function_signature_item)] @symbol.method))
(impl_item
  type: [
    (type_identifier) @owner
    (generic_type type: (type_identifier) @owner)
    (scoped_type_identifier name: (_) @owner)
    (generic_type type: (scoped_type_identifier name: (_) @owner))
    (reference_type) @owner (primitive_type) @owner (tuple_type) @owner (array_type) @owner (unit_type) @owner (dynamic_type) @owner (pointer_type) @owner (function_type) @owner (macro_invocation) @owner]
  body: (declaration_list (function_item) @symbol.method))
(macro_definition name: (_) @name (macro_rule) @body) @symbol.function

; -- constants
(source_file [(const_item (visibility_modifier)? @modifier @exported name: (_) @name type: (_) @type value: (_)? @value) (static_item (visibility_modifier)? @modifier @exported name: (_) @name type: (_) @type value: (_)? @value)] @symbol.constant)
(mod_item body: (declaration_list [(const_item (visibility_modifier)? @modifier @exported name: (_) @name type: (_) @type value: (_)? @value) (static_item (visibility_modifier)? @modifier @exported name: (_) @name type: (_) @type value: (_)? @value)] @symbol.constant))
(impl_item
  type: [(type_identifier) @owner (generic_type type: (type_identifier) @owner) (scoped_type_identifier name: (_) @owner)]
  body: (declaration_list (const_item (visibility_modifier)? @modifier name: (_) @name type: (_) @type) @symbol.field))
(trait_item body: (declaration_list (const_item name: (_) @name type: (_) @type) @symbol.field))

; -- locals
(parameter pattern: (identifier) @name type: (_) @type) @local.parameter
(parameter pattern: [(tuple_pattern) (tuple_struct_pattern) (struct_pattern) (reference_pattern) (mut_pattern)]) @local.parameter
(parameter pattern: (mut_pattern (identifier) @name) type: (_) @type) @local.parameter
(closure_parameters (identifier) @name @local.parameter)
(let_declaration pattern: (identifier) @name type: (_)? @type value: (_)? @value) @local.variable
(for_expression pattern: (identifier) @name @local.element value: (_) @value)
(tuple_pattern (identifier) @name @local.opaque)
(tuple_struct_pattern (_) . (identifier) @name @local.opaque)
(match_pattern (identifier) @name @local.opaque)
(let_condition pattern: (identifier) @name @local.opaque)
(captured_pattern . (identifier) @name @local.opaque)
(ref_pattern (identifier) @name @local.opaque)
(reference_pattern (identifier) @name @local.opaque)
(shorthand_field_identifier) @name @local.opaque

; -- types as they are written
(type_identifier) @type.named
(scoped_type_identifier path: (_)? @qualifierName name: (_) @name) @type.named
(generic_type type: (_) @name type_arguments: (_) @arguments) @type.named
(primitive_type) @type.predefined
(type_binding name: (_) @type.unknown)
((type_identifier) @type.unknown (#eq? @type.unknown "_"))
(reference_type type: (_) @qualifier) @type.optional
(pointer_type type: (_) @qualifier) @type.optional
(array_type element: (_) @qualifier) @type.array
(tuple_type) @type.tuple
(function_type return_type: (_)? @qualifier) @type.function
(dynamic_type trait: (_) @qualifier) @type.optional
(abstract_type trait: (_) @qualifier) @type.optional

; -- supertraits, and the traits that a type implements
(trait_item bounds: (trait_bounds [(type_identifier) (scoped_type_identifier) (generic_type)] @heritage.extends))
(trait_item bounds: (trait_bounds [(scoped_type_identifier name: (_) @site) (generic_type type: (_) @site)] @heritage.more))
(impl_item trait: (_) @heritage.implements type: [(type_identifier) @owner (generic_type type: (type_identifier) @owner)])
(impl_item trait: [(scoped_type_identifier name: (_) @site) (generic_type type: (_) @site)] @heritage.more)

; -- expressions
(identifier) @expression.name
(self) @expression.name
(scoped_identifier) @expression.name
(field_expression value: (_) @operand field: (field_identifier) @name) @expression.member
(struct_expression body: (field_initializer_list (field_initializer field: (field_identifier) @name @filled @expression.member))) @operand
(call_expression function: (_) @operand arguments: (_) @arguments) @expression.call
(call_expression function: [(field_expression field: (_) @site) (scoped_identifier name: (_) @site)]) @expression.more
(call_expression function: [(generic_function function: (identifier) @site) (generic_function function: (scoped_identifier name: (_) @site)) (generic_function function: (field_expression field: (_) @site))]) @expression.more
(call_expression function: [(call_expression) (index_expression) (parenthesized_expression) (closure_expression)] arguments: (_) @site) @expression.more
(generic_function function: (_) @operand) @expression.same
(macro_invocation macro: (_) @operand) @expression.tagged
(macro_invocation macro: (scoped_identifier name: (_) @site)) @expression.more
(struct_expression name: (_) @type) @expression.new
(struct_expression name: [(scoped_type_identifier name: (_) @site) (generic_type_with_turbofish type: (_) @site)]) @expression.more
(type_cast_expression value: (_) @operand type: (_) @type) @expression.cast
(try_expression (_) @operand) @expression.index
(await_expression (_) @operand) @expression.same
(reference_expression value: (_) @operand) @expression.same
(unary_expression "*" (_) @operand) @expression.same
(parenthesized_expression (_) @operand) @expression.same
(index_expression . (_) @operand) @expression.index
(array_expression) @expression.array
(closure_expression parameters: (_) @parameters) @expression.lambda
(closure_expression body: (_) @value) @expression.more
[(string_literal) (raw_string_literal) (char_literal) (integer_literal) (float_literal) (boolean_literal)] @expression.literal
(return_expression (_) @value) @return.value

; -- what runs several times, perhaps, or beside other code
[(for_expression) (while_expression) (loop_expression)] @region.loop
(if_expression [consequence: (_) alternative: (_)] @region.branch)
(match_arm) @region.branch
