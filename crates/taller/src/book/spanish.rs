//! Los cambios que ponen en español y en orden lo que trae mdBook.
//!
//! Solo las frases que se sustituyen están aquí; los ficheros enteros se toman de
//! la versión de mdBook con la que se compila (licencia MPL 2.0; el aviso viaja en
//! los ficheros producidos).

use super::patch::Patch::{self, Cut};
use super::patch::{once, times};

/// El aviso de licencia que encabeza los ficheros de mdBook modificados.
pub const NOTICE: &str = "Modificado a partir de mdBook (https://github.com/rust-lang/mdBook), \
     licencia MPL 2.0 (https://mozilla.org/MPL/2.0/).";

/// `index.hbs`: la plantilla de todas las páginas.
pub const INDEX: &[Patch] = &[
    // El icono lo pone head.hbs, que también está en el índice suelto.
    Cut {
        from: "        {{#if favicon_svg}}",
        until: "        <link rel=\"stylesheet\" href=\"{{ resource \"css/variables.css\" }}\">",
    },
    // Lo primero que encuentra el teclado es saltar al texto.
    once(
        "    <body>\n",
        "    <body>\n    <a class=\"saltar\" href=\"#contenido\">Saltar al contenido</a>\n",
    ),
    once("<main>", "<main id=\"contenido\" tabindex=\"-1\">"),
    once(
        "<div id=\"mdbook-menu-bar\" class",
        "<div id=\"mdbook-menu-bar\" role=\"banner\" class",
    ),
    // El título del libro se repite en cada página: el encabezado es el del capítulo.
    once(
        "<h1 class=\"menu-title\">{{ book_title }}</h1>",
        "<p class=\"menu-title\">{{ book_title }}</p>",
    ),
    // Un <label> no se alcanza con el teclado; el botón lo hace funcionar taller.js.
    once(
        "<label id=\"mdbook-sidebar-toggle\"",
        "<button type=\"button\" id=\"mdbook-sidebar-toggle\"",
    ),
    once(" for=\"mdbook-sidebar-toggle-anchor\"", ""),
    // Sin guiones no hay botón que valga: queda el índice como página.
    once(
        "</label>",
        "</button>\n<noscript><a href=\"{{ path_to_root }}toc.html\">Índice</a></noscript>",
    ),
    once(
        "<input type=\"checkbox\" id=\"mdbook-sidebar-toggle-anchor\" class=\"hidden\">",
        "<input type=\"checkbox\" id=\"mdbook-sidebar-toggle-anchor\" class=\"hidden\" \
         aria-label=\"Mostrar el índice\">",
    ),
    once("<iframe class", "<iframe title=\"Índice del libro\" class"),
    once(
        "aria-label=\"Table of contents\"",
        "aria-label=\"Índice del libro\"",
    ),
    once(
        "title=\"Toggle Table of Contents\" aria-label=\"Toggle Table of Contents\"",
        "title=\"Mostrar u ocultar el índice\" aria-label=\"Mostrar u ocultar el índice\"",
    ),
    once(
        "title=\"Change theme\" aria-label=\"Change theme\"",
        "title=\"Cambiar de tema\" aria-label=\"Cambiar de tema\"",
    ),
    once("aria-label=\"Themes\"", "aria-label=\"Temas\""),
    once(">Auto<", ">Automático<"),
    once(">Light<", ">Claro<"),
    once(">Navy<", ">Oscuro<"),
    once(
        "<li role=\"none\"><button role=\"menuitem\" class=\"theme\" id=\"mdbook-theme-rust\">Rust</button></li>",
        "",
    ),
    once(
        "<li role=\"none\"><button role=\"menuitem\" class=\"theme\" id=\"mdbook-theme-coal\">Coal</button></li>",
        "",
    ),
    once(
        "<li role=\"none\"><button role=\"menuitem\" class=\"theme\" id=\"mdbook-theme-ayu\">Ayu</button></li>",
        "",
    ),
    // Un solo resaltado de código sirve a los dos temas.
    once(
        "<link rel=\"stylesheet\" id=\"mdbook-tomorrow-night-css\" href=\"{{ resource \"tomorrow-night.css\" }}\">",
        "",
    ),
    once(
        "<link rel=\"stylesheet\" id=\"mdbook-ayu-highlight-css\" href=\"{{ resource \"ayu-highlight.css\" }}\">",
        "",
    ),
    once(
        "title=\"Search (`/`)\" aria-label=\"Toggle Searchbar\"",
        "title=\"Buscar (tecla /)\" aria-label=\"Mostrar u ocultar el buscador\"",
    ),
    once(
        "placeholder=\"Search this book ...\"",
        "placeholder=\"Buscar en el libro…\" aria-label=\"Buscar en el libro\"",
    ),
    once(
        "<div id=\"mdbook-search-wrapper\"",
        "<div id=\"mdbook-search-wrapper\" role=\"search\"",
    ),
    once(
        "aria-describedby=\"searchresults-header\"",
        "aria-describedby=\"mdbook-searchresults-header\"",
    ),
    once(
        "<div id=\"mdbook-searchresults-header\" class=\"searchresults-header\">",
        "<div id=\"mdbook-searchresults-header\" class=\"searchresults-header\" role=\"status\">",
    ),
    once(
        "title=\"Print this book\" aria-label=\"Print this book\"",
        "title=\"Imprimir el libro\" aria-label=\"Imprimir el libro\"",
    ),
    once(
        "title=\"Git repository\" aria-label=\"Git repository\"",
        "title=\"Repositorio\" aria-label=\"Repositorio\"",
    ),
    once(
        "title=\"Suggest an edit\" aria-label=\"Suggest an edit\"",
        "title=\"Proponer un cambio\" aria-label=\"Proponer un cambio\"",
    ),
    once(
        "<nav class=\"nav-wrapper\" aria-label=\"Page navigation\">",
        "<nav class=\"nav-wrapper\" aria-label=\"Capítulo anterior y siguiente\">",
    ),
    once(
        "<nav class=\"nav-wide-wrapper\" aria-label=\"Page navigation\">",
        "<nav class=\"nav-wide-wrapper\" aria-label=\"Capítulos vecinos\">",
    ),
    times(
        2,
        "title=\"Previous chapter\" aria-label=\"Previous chapter\"",
        "title=\"Capítulo anterior\" aria-label=\"Capítulo anterior\"",
    ),
    times(
        2,
        "title=\"Next chapter\" aria-label=\"Next chapter\"",
        "title=\"Capítulo siguiente\" aria-label=\"Capítulo siguiente\"",
    ),
    once(
        "<div id=\"mdbook-help-popup\">",
        "<div id=\"mdbook-help-popup\" role=\"dialog\" aria-modal=\"true\" aria-labelledby=\"ayuda-titulo\" tabindex=\"-1\">",
    ),
    once(
        "<h2 class=\"mdbook-help-title\">Keyboard shortcuts</h2>",
        "<h2 class=\"mdbook-help-title\" id=\"ayuda-titulo\">Atajos de teclado</h2>",
    ),
    once(
        "Press <kbd>←</kbd> or <kbd>→</kbd> to navigate between chapters",
        "<kbd>←</kbd> y <kbd>→</kbd> van al capítulo anterior y al siguiente",
    ),
    once(
        "Press <kbd>S</kbd> or <kbd>/</kbd> to search in the book",
        "<kbd>S</kbd> o <kbd>/</kbd> buscan en el libro",
    ),
    once(
        "Press <kbd>?</kbd> to show this help",
        "<kbd>?</kbd> muestra esta ayuda",
    ),
    once(
        "Press <kbd>Esc</kbd> to hide this help",
        "<kbd>Esc</kbd> la cierra",
    ),
    once(
        "<!-- Book generated using mdBook -->",
        "<!-- Libro construido con mdBook -->",
    ),
    // Nada se carga de otra máquina, tampoco si alguien activa MathJax.
    times(
        1,
        "https://cdnjs.cloudflare.com/ajax/libs/mathjax/2.7.1/MathJax.js?config=TeX-AMS-MML_HTMLorMML",
        "",
    ),
];

/// `book.js`: el comportamiento de las páginas.
pub const BOOK_JS: &[Patch] = &[
    // mdBook manda el código del lector a una máquina ajena: fuera, de raíz.
    Cut {
        from: "    function fetch_with_timeout(",
        until: "    // Syntax highlighting Configuration",
    },
    Cut {
        from: "    // Process playground code blocks",
        until: "})();\n\n(function themes()",
    },
    times(4, "Show hidden lines", "Mostrar las líneas ocultas"),
    times(2, "Hide lines", "Ocultar esas líneas"),
    once("Copy to clipboard", "Copiar el código"),
    once("'Copied!'", "'Copiado'"),
    once("'Clipboard error!'", "'No se pudo copiar'"),
    // El resaltado es el mismo en los dos temas y no se apaga nunca.
    once("document.querySelector('#mdbook-ayu-highlight-css')", "{}"),
    once("document.querySelector('#mdbook-tomorrow-night-css')", "{}"),
    once("document.querySelector('#mdbook-highlight-css')", "{}"),
];

/// `css/chrome.css`: el dibujo del botón de copiar lleva un rótulo dentro.
pub const CHROME_CSS: &[Patch] = &[once(
    "aria-label=\"Copy to clipboard\"",
    "aria-label=\"Copiar el código\"",
)];

/// `searcher.js`, que no se puede cambiar desde el tema.
pub const SEARCHER_JS: &[Patch] = &[
    once(
        "' search result for \\'' + searchterm + '\\':'",
        "' resultado para «' + searchterm + '»:'",
    ),
    once(
        "'No search results for \\'' + searchterm + '\\'.'",
        "'Nada encontrado para «' + searchterm + '».'",
    ),
    once(
        "' search results for \\'' + searchterm + '\\':'",
        "' resultados para «' + searchterm + '»:'",
    ),
    once("Search Result Teaser", "Fragmento encontrado"),
    once(
        "Failed to load \\`${url}\\`: ${error}",
        "No se pudo cargar ${url}: ${error}",
    ),
];

/// `404.html`, cuyo título está escrito dentro de mdBook.
pub const NOT_FOUND: &[Patch] = &[once("<title>Page not found", "<title>Página no encontrada")];

/// `toc.html`, el índice suelto, que se abre donde no hay guiones; mdBook lo deja sin
/// título y sin encabezado, y su plantilla no se puede cambiar desde el tema.
pub const TOC: &[Patch] = &[
    once(
        "<meta charset=\"UTF-8\">",
        "<meta charset=\"UTF-8\">\n        <title>Índice del libro</title>",
    ),
    once(
        "<body class=\"sidebar-iframe-inner\">",
        "<body class=\"sidebar-iframe-inner\">\n        <main>\n        <h1>Índice del libro</h1>",
    ),
    once("    </body>", "        </main>\n    </body>"),
];
