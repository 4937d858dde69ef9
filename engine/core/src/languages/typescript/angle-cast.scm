; `<T>value`, which TSX does not have.
(type_assertion (type_arguments (_) @type) (_) @operand) @expression.cast
