//! Cómo se reconoce de qué paso es un archivo.

use super::source;

/// Un paso del curso, para quien busca su archivo.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StepSpec {
    /// Su nombre: `paso3`.
    pub name: String,
    /// El esqueleto que se reparte.
    stub: String,
    /// Las funciones públicas que se piden.
    functions: Vec<String>,
}

impl StepSpec {
    /// El paso `name`, cuyo esqueleto es `stub`.
    pub fn new(name: &str, stub: &str) -> Self {
        Self {
            name: name.to_owned(),
            stub: source::normalize(stub),
            functions: public_functions(stub),
        }
    }

    /// Si `text` es el esqueleto, sin tocar.
    pub fn is_untouched(&self, text: &str) -> bool {
        text.trim_end() == self.stub.trim_end()
    }

    /// Si en `text` están todas las funciones que pide este paso.
    pub fn is_written_in(&self, text: &str) -> bool {
        !self.functions.is_empty()
            && self
                .functions
                .iter()
                .all(|function| defines(text, function))
    }

    /// Si `part`, un trozo de una ruta, nombra este paso: `paso3`, `Paso 3`, `PASO_03`,
    /// `entrega-paso3 (1).rs`; pero no `paso31`.
    pub fn is_named_in(&self, part: &str) -> bool {
        let part = squeezed(part);
        let name = squeezed(&self.name);
        part.match_indices(&name).any(|(at, found)| {
            let after = part[at + found.len()..].chars().next();
            !after.is_some_and(|letter| letter.is_ascii_digit())
        })
    }
}

/// En minúsculas, sin separadores y sin ceros delante de los números.
fn squeezed(text: &str) -> String {
    let mut squeezed = String::new();
    let mut letters = text
        .chars()
        .filter(|letter| !matches!(letter, ' ' | '_' | '-' | '.'))
        .flat_map(char::to_lowercase)
        .peekable();
    while let Some(letter) = letters.next() {
        let starts_number = !squeezed.ends_with(|last: char| last.is_ascii_digit());
        let more_digits = letters.peek().is_some_and(char::is_ascii_digit);
        if letter == '0' && starts_number && more_digits {
            continue;
        }
        squeezed.push(letter);
    }
    squeezed
}

/// Los nombres de las funciones públicas de `text`.
fn public_functions(text: &str) -> Vec<String> {
    text.lines()
        .filter_map(|line| line.trim_start().strip_prefix("pub fn "))
        .map(|rest| {
            rest.chars()
                .take_while(|letter| letter.is_alphanumeric() || *letter == '_')
                .collect()
        })
        .collect()
}

/// Si `text` define la función `name`, aunque sea sin `pub` o de otra manera.
fn defines(text: &str, name: &str) -> bool {
    text.match_indices(name).any(|(at, _)| {
        let before = text[..at].trim_end_matches([' ', '\t']);
        let after = text[at + name.len()..].trim_start();
        before.len() < at && before.ends_with("fn") && after.starts_with(['(', '<'])
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_step_is_named_in_many_ways_but_not_by_another() {
        let step = StepSpec::new("paso3", "");
        for name in [
            "paso3",
            "Paso 3",
            "PASO_03",
            "paso-3.rs",
            "entrega_paso3_final.rs",
            "paso3 (1).rs",
            "lib_paso3.rs",
        ] {
            assert!(step.is_named_in(name), "{name}");
        }
        for name in ["paso31", "paso 30", "paso", "3", "lib.rs", "paso1"] {
            assert!(!step.is_named_in(name), "{name}");
        }
    }

    #[test]
    fn a_file_is_of_the_step_whose_functions_it_has() {
        let step = StepSpec::new(
            "paso3",
            "pub fn write_message(a: u8) {}\n    pub fn read_message<'a>() {}\n",
        );

        assert!(step.is_written_in("fn  write_message (x) {} pub fn read_message<T>() {}"));
        assert!(!step.is_written_in("pub fn write_message() {} // read_message(…)"));
        assert!(!step.is_written_in("pub fn write_messages() {} fn my_read_message() {}"));
    }

    #[test]
    fn the_stub_is_recognised_whoever_saved_it() {
        let step = StepSpec::new("paso3", "// uno\r\nfn a() {}\r\n");

        assert!(step.is_untouched("// uno\nfn a() {}"));
        assert!(!step.is_untouched("// uno\nfn a() { 1 }"));
    }

    proptest! {
        #[test]
        fn any_name_and_any_text_can_be_asked(part in any::<String>(), text in any::<String>()) {
            let step = StepSpec::new("paso3", "pub fn ñ() {}\npub fn b() {}");
            let _ = (step.is_named_in(&part), step.is_written_in(&text));
        }
    }
}
