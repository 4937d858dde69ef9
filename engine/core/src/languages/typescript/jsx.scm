; JSX elements whose names are components; lower-case names are HTML's own.

((jsx_opening_element name: (_) @value @_name) @reference.jsx (#match? @_name "^[A-Z]|\\."))
((jsx_self_closing_element name: (_) @value @_name) @reference.jsx (#match? @_name "^[A-Z]|\\."))
(jsx_opening_element name: (member_expression property: (_) @site)) @reference.more
(jsx_self_closing_element name: (member_expression property: (_) @site)) @reference.more
(jsx_element) @expression.jsx
(jsx_self_closing_element) @expression.jsx
; Routes state their paths and components as attributes, and nest.
((jsx_element open_tag: (jsx_opening_element name: (_) @_name) @arguments) @expression.more (#match? @_name "Route$"))
((jsx_self_closing_element name: (_) @_name) @arguments @expression.more (#match? @_name "Route$"))
