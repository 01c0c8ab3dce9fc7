//! El inglés que no debe llegar a los ojos ni a los oídos de nadie.

use super::browser::Browser;

/// Palabras que en español no existen y que ninguna frase inglesa evita.
const ENGLISH: &[&str] = &[
    "and",
    "any",
    "are",
    "book",
    "cannot",
    "caution",
    "chapter",
    "character",
    "click",
    "close",
    "collapse",
    "column",
    "copied",
    "copy",
    "copying",
    "dark",
    "deleted",
    "done",
    "expand",
    "failed",
    "fold",
    "folded",
    "for",
    "found",
    "from",
    "go",
    "help",
    "hidden",
    "hide",
    "important",
    "jump",
    "keyboard",
    "keys",
    "light",
    "list",
    "loading",
    "match",
    "matches",
    "navigate",
    "next",
    "not",
    "note",
    "of",
    "open",
    "output",
    "page",
    "press",
    "previous",
    "print",
    "replace",
    "result",
    "results",
    "running",
    "search",
    "searchbar",
    "selected",
    "selection",
    "shortcuts",
    "show",
    "sidebar",
    "step",
    "steps",
    "stop",
    "table",
    "teaser",
    "the",
    "theme",
    "themes",
    "this",
    "tip",
    "to",
    "toggle",
    "undo",
    "unfold",
    "unsaved",
    "warning",
    "what",
    "when",
    "with",
    "you",
    "your",
];

/// Las palabras inglesas de un texto.
pub fn english_words(text: &str) -> Vec<String> {
    text.split(|c: char| !c.is_alphabetic())
        .map(str::to_lowercase)
        .filter(|word| ENGLISH.contains(&word.as_str()))
        .collect()
}

/// Lo que se lee, se oye o sale al pasar el ratón ahora mismo en la página, lo hayan
/// escrito las plantillas o los guiones; salvo el código y la prosa de los capítulos, que
/// cita en inglés títulos y términos y tiene su propia revisión (`.ci/ortografia`).
const READABLE: &str = "(() => {
  const ajeno = 'pre, code, kbd, .cm-content, script, noscript, style, [lang=en]';
  const nuestro = '.ejercicio, .pasos, .barra, .resultado, .progreso-curso, .tus-cambios, .solo-grabado, .aviso, button';
  const textos = [];
  for (const uno of document.querySelectorAll('*')) {
    for (const nombre of ['title', 'aria-label', 'placeholder', 'alt', 'aria-valuetext', 'aria-roledescription']) {
      if (uno.hasAttribute(nombre)) { textos.push(uno.getAttribute(nombre)); }
    }
    for (const trozo of ['::before', '::after']) {
      const { content } = getComputedStyle(uno, trozo);
      if (content.startsWith('\"')) { textos.push(content); }
    }
    if (uno.closest(ajeno) || (uno.closest('main') && !uno.closest(nuestro))) { continue; }
    for (const hijo of uno.childNodes) {
      if (hijo.nodeType === Node.TEXT_NODE && hijo.data.trim() !== '') { textos.push(hijo.data); }
    }
  }
  return textos;
})()";

/// Cada texto de la página con inglés dentro.
pub fn english_in(browser: &Browser) -> Vec<String> {
    let texts = browser.eval(READABLE);
    let texts = texts.as_array().unwrap();
    assert!(!texts.is_empty(), "no hay nada que leer");
    let texts = texts.iter().map(|text| text.as_str().unwrap());
    texts
        .filter_map(|text| {
            let words = english_words(text);
            (!words.is_empty()).then(|| format!("inglés, {words:?}, en «{}»", text.trim()))
        })
        .collect()
}
