/** Elements that the compiler itself knows. */
const OWN = new Set(['ng-container', 'ng-template', 'ng-content']);
const FONT = /^(?:font-face|color-profile|missing-glyph|annotation-xml)/;

/** Attributes, properties and events of HTML and SVG that elements have without a directive: developer.mozilla.org/docs/Web/HTML/Reference. */
const OF_ELEMENTS = new Set(
  [
    'accept accesskey action allow allowfullscreen alt async autocomplete autofocus autoplay autocapitalize autocorrect charset checked cite class className cols colspan colSpan content contenteditable controls coords crossorigin data datetime decoding default defer dir disabled download draggable enctype',
    'enterkeyhint for form frameborder headers height hidden high href hreflang htmlFor http-equiv id indeterminate inert innerHTML innerText inputmode integrity ismap itemprop itemscope itemtype kind label lang list loading loop low max maxlength media method min minlength multiple muted name nonce novalidate open optimum part pattern',
    'placeholder playsinline poster preload property readonly readOnly referrerpolicy rel required reversed role rows rowspan rowSpan sandbox scope selected shape size sizes slot span spellcheck src srcdoc srcset srcObject start step style scrollTop scrollLeft tabindex tabIndex target textContent title translate type usemap value width wrap ngNonBindable select',
    'viewBox xmlns xmlns:xlink xlink:href d fill fill-rule fill-opacity clip-rule clip-path stroke stroke-width stroke-linecap stroke-linejoin stroke-dasharray stroke-opacity stroke-miterlimit cx cy r rx ry x x1 x2 y y1 y2 points transform version offset stop-color stop-opacity gradientUnits gradientTransform opacity mask preserveAspectRatio',
    'click dblclick auxclick contextmenu change input submit reset invalid search keyup keydown keypress focus blur focusin focusout mousedown mouseup mousemove mouseover mouseout mouseenter mouseleave wheel scroll pointerdown pointerup pointermove pointerenter pointerleave pointerover pointerout pointercancel touchstart touchend touchmove touchcancel',
    'drag dragstart dragend dragenter dragleave dragover drop copy cut paste load error abort canplay play pause playing ended timeupdate loadedmetadata volumechange toggle animationstart animationend transitionstart transitionend resize compositionstart compositionend',
  ].flatMap((line) => line.split(' ')),
);

/** Whether an element is none of a program's own components, although its name has a hyphen. */
export function isOwnElement(name: string): boolean {
  return OWN.has(name) || FONT.test(name);
}

/** Whether elements have an attribute, property or event of a name by themselves. */
export function isOfEveryElement(name: string): boolean {
  return OF_ELEMENTS.has(name) || name.startsWith('aria-') || name.startsWith('data-') || name.startsWith('on');
}
