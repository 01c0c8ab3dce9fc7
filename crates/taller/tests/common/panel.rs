//! El panel de un ejercicio, manejado como lo maneja una persona.

use serde_json::Value;

use super::browser::Browser;
use super::server::Server;

/// Lo que se ve de una comprobación: su nombre y cómo va.
pub type Row = (String, String);

/// Un navegador delante de un ejercicio.
pub struct Panel<'a> {
    pub browser: &'a Browser,
}

impl<'a> Panel<'a> {
    /// Abre el capítulo `chapter` y espera a que esté el archivo.
    pub fn open(browser: &'a Browser, server: &Server, chapter: &str) -> Self {
        browser.go(&format!("http://127.0.0.1:{}/{chapter}.html", server.port));
        let panel = Self { browser };
        panel.ready();
        panel
    }

    /// Espera a que el editor esté abierto.
    pub fn ready(&self) {
        self.browser
            .wait("document.querySelector('.ejercicio .cm-content')");
    }

    /// Lo que se ve en el editor: un archivo corto, entero.
    pub fn text(&self) -> String {
        let text = self.browser.eval(
            "[...document.querySelectorAll('.ejercicio .cm-line')].map((l) => l.textContent).join('\\n')",
        );
        text.as_str().unwrap().to_owned()
    }

    /// Pone el cursor en el editor.
    pub fn focus(&self) {
        self.browser
            .eval("document.querySelector('.ejercicio .cm-content').focus()");
    }

    /// Borra lo que hay y escribe `text`.
    pub fn replace(&self, text: &str) {
        self.focus();
        self.browser.press_with_control("a");
        self.browser.paste(text);
    }

    /// Espera a que el archivo se vea así: «Guardado», «Sin guardar»…
    pub fn is(&self, state: &str) {
        self.browser.wait(&format!(
            "document.querySelector('.ejercicio .guardado').textContent === '{state}'"
        ));
    }

    /// Pulsa «Guardar y corregir» o «Corregir» y espera al veredicto.
    pub fn grade(&self) -> Vec<Row> {
        self.grade_by(|| self.browser.click(".ejercicio .principal"))
    }

    /// Pide la corrección de otra manera y espera al veredicto.
    pub fn grade_by(&self, ask: impl FnOnce()) -> Vec<Row> {
        let turn = "Number(document.querySelector('.ejercicio').dataset.turno ?? 0)";
        let before = self.browser.eval(turn);
        ask();
        self.browser.wait(&format!("{turn} > {before}"));
        self.graded()
    }

    /// Espera a que acabe la corrección de lo que hay guardado, y dice cómo salió cada
    /// comprobación.
    pub fn graded(&self) -> Vec<Row> {
        self.browser.wait_patiently(
            "document.querySelector('.ejercicio').getAttribute('aria-busy') === 'false' \
             && document.querySelector('.ejercicio .fecha').textContent.startsWith('Corregido ')",
        );
        self.rows()
    }

    /// Las comprobaciones que se ven.
    pub fn rows(&self) -> Vec<Row> {
        let rows = self.browser.eval(
            "[...document.querySelectorAll('.ejercicio .comprobacion')].map((fila) => \
             [fila.dataset.comprobacion, ['passed', 'failed', 'error', 'pending'].find((clase) => fila.classList.contains(clase))])",
        );
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        let rows = rows.as_array().unwrap().iter();
        rows.map(|row| (text(&row[0]), text(&row[1]))).collect()
    }

    /// La frase del resultado.
    pub fn verdict(&self) -> String {
        self.browser.text(".ejercicio .estado")
    }

    /// Lo que dice el panel de lo último que se pidió.
    pub fn notice(&self) -> String {
        self.browser
            .wait("document.querySelector('.ejercicio .avisos').textContent");
        self.browser.text(".ejercicio .avisos")
    }

    /// La marca del paso en el índice, tal como la oye quien no ve la pantalla.
    pub fn mark(&self, chapter: &str) -> String {
        let mark = self.browser.eval(&format!(
            "document.querySelector(`#mdbook-sidebar a[href$='{chapter}.html'] .marca-paso .oculto`)?.textContent ?? ''"
        ));
        mark.as_str().unwrap().to_owned()
    }

    /// Espera a que la marca del paso sea esa.
    pub fn marked(&self, chapter: &str, expected: &str) {
        self.browser.wait(&format!(
            "document.querySelector(`#mdbook-sidebar a[href$='{chapter}.html'] .marca-paso .oculto`)?.textContent === '{expected}'"
        ));
    }
}

/// Unas comprobaciones, cada una con su resultado.
pub fn rows(given: &[(&str, &str)]) -> Vec<Row> {
    let own = |(id, status): &(&str, &str)| ((*id).to_owned(), (*status).to_owned());
    given.iter().map(own).collect()
}
