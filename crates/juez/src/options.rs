//! Los argumentos del juez: los de cualquier prueba de Rust y tres propios.

use std::path::PathBuf;

use libtest_mimic::Arguments;

/// Cómo se cuenta el resultado.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Para personas, en 80 columnas.
    Text,
    /// Para programas, en una línea.
    Json,
}

/// Lo que pide la orden.
pub struct Options {
    /// Filtro, `--list`, `--exact`… : lo que entienden cargo, nextest y los editores.
    pub test: Arguments,
    /// Cómo se informa.
    pub format: Format,
    /// Otro programa que corregir, en lugar del que compiló cargo.
    pub program: Option<PathBuf>,
    /// Otra referencia, en lugar de la de `solutions/programas`.
    pub reference: Option<PathBuf>,
}

impl Options {
    /// Los de esta ejecución.
    ///
    /// # Errores
    /// Un mensaje para quien escribió mal una de las opciones propias.
    pub fn from_env() -> Result<Self, String> {
        Self::parse(std::env::args())
    }

    fn parse(args: impl Iterator<Item = String>) -> Result<Self, String> {
        let (mut format, mut program, mut reference) = (Format::Text, None, None);
        let mut rest = Vec::new();
        let mut args = args;
        while let Some(arg) = args.next() {
            let (name, inline) = match arg.split_once('=') {
                Some((name, value)) => (name.to_owned(), Some(value.to_owned())),
                None => (arg.clone(), None),
            };
            let mut value = || {
                inline.clone().or_else(|| args.next()).ok_or(format!("a {name} le falta su valor"))
            };
            match name.as_str() {
                "--formato" => format = parse_format(&value()?)?,
                "--programa" => program = Some(value()?.into()),
                "--referencia" => reference = Some(value()?.into()),
                _ => rest.push(arg),
            }
        }
        Ok(Self { test: Arguments::from_iter(rest), format, program, reference })
    }

    /// Si la comprobación `id` está entre las pedidas.
    pub fn selects(&self, id: &str) -> bool {
        let matches = |pattern: &str| {
            if self.test.exact { id == pattern } else { id.contains(pattern) }
        };
        self.test.filter.as_deref().is_none_or(matches)
            && !self.test.skip.iter().any(|pattern| matches(pattern))
            && !self.test.ignored
    }
}

fn parse_format(value: &str) -> Result<Format, String> {
    match value {
        "texto" => Ok(Format::Text),
        "json" => Ok(Format::Json),
        other => Err(format!("formato desconocido: «{other}». Los que hay son texto y json")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn options(words: &str) -> Result<Options, String> {
        let words = std::iter::once("juez").chain(words.split_whitespace());
        Options::parse(words.map(str::to_owned))
    }

    #[test]
    fn own_options_do_not_disturb_those_of_the_test_harness() {
        let options = options("--exact compartida --formato=json --programa /bin/true").unwrap();

        assert_eq!(options.format, Format::Json);
        assert_eq!(options.program, Some("/bin/true".into()));
        assert!(options.selects("compartida"));
        assert!(!options.selects("compartida_dos"));
    }

    #[test]
    fn a_filter_selects_by_fragment_and_skip_excludes() {
        let options = options("men --skip mensaje_largo").unwrap();

        assert!(options.selects("mensaje"));
        assert!(!options.selects("mensaje_largo"));
        assert!(!options.selects("zombi"));
    }

    #[test]
    fn an_unknown_format_is_explained() {
        let message = options("--formato yaml").err().unwrap();

        assert!(message.contains("yaml") && message.contains("texto y json"), "{message}");
    }
}
