; JSX elements whose names are components; lower-case names are HTML's own.

((jsx_opening_element name: (_) @value @_name) @reference.jsx (#match? @_name "^[A-Z]|\\."))
((jsx_self_closing_element name: (_) @value @_name) @reference.jsx (#match? @_name "^[A-Z]|\\."))
(jsx_opening_element name: (member_expression property: (_) @site)) @reference.more
(jsx_self_closing_element name: (member_expression property: (_) @site)) @reference.more
(jsx_element) @expression.jsx
(jsx_self_closing_element) @expression.jsx
