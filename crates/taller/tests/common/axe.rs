//! Las reglas de accesibilidad de axe-core, sobre la página que se está viendo.
//!
//! axe viaja con las pruebas (`tests/ajenos/axe-core`) para que midan siempre lo mismo,
//! con red o sin ella.

use super::browser::Browser;

const AXE: &str = include_str!("../ajenos/axe-core/axe.min.js");

/// Qué reglas se miran.
#[derive(Clone, Copy)]
pub enum Rules {
    /// Todas las que trae, también las buenas prácticas y el tamaño de lo que se pulsa,
    /// que viene apagada.
    All,
    /// Las de color: lo único que cambia entre el día y la noche.
    Colour,
}

/// Lo que incumple la página, una frase por cada elemento.
pub fn violations(browser: &Browser, rules: Rules) -> Vec<String> {
    if browser.eval("typeof window.axe") == "undefined" {
        browser.eval(&format!("(() => {{ {AXE} }})()"));
    }
    let which = match rules {
        Rules::All => "rules: { 'target-size': { enabled: true } }",
        Rules::Colour => "runOnly: ['color-contrast', 'link-in-text-block']",
    };
    let found = browser.eval_later(&format!(
        "axe.run(document, {{ preload: false, resultTypes: ['violations'], {which} }}).then(
           ({{ violations }}) => entregar(violations.flatMap(({{ id, help, nodes }}) => nodes.map(
             (node) => `${{id}} (${{help}}): ${{node.target.join(' ')}}: ${{node.failureSummary}}`))),
           (error) => entregar([`axe no ha podido mirar la página: ${{error}}`]))"
    ));
    let found = found.as_array().unwrap().iter();
    found
        .map(|one| one.as_str().unwrap().replace('\n', " "))
        .collect()
}
