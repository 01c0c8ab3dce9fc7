//! Los argumentos del juez: los de cualquier prueba de Rust, y los suyos.

use std::path::PathBuf;

use clap::{Parser, ValueEnum};
use libtest_mimic::Arguments;

/// Cómo se cuenta el resultado.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// Para personas, en 80 columnas
    #[value(name = "texto")]
    Text,
    /// Para programas, en una línea
    #[value(name = "json")]
    Json,
    /// Para programas que lo siguen: una línea de JSON por noticia, según pasa
    #[value(name = "jsonl")]
    Lines,
}

/// Corrige un paso del curso.
#[derive(Debug, Parser)]
#[command(
    name = "juez",
    override_usage = "cargo test -p pasoN [-- [OPCIONES] [FILTRO]]"
)]
pub struct Options {
    /// Hace solo las comprobaciones cuyo nombre contenga este texto
    #[arg(value_name = "FILTRO")]
    filter: Option<String>,
    /// El filtro es el nombre entero, no un fragmento
    #[arg(long)]
    exact: bool,
    /// Deja fuera las comprobaciones cuyo nombre contenga este texto
    #[arg(long, value_name = "FILTRO")]
    skip: Vec<String>,
    /// Lista las comprobaciones sin hacerlas
    #[arg(long)]
    pub list: bool,
    /// Cómo se cuenta el resultado
    #[arg(long, value_name = "FORMATO", default_value = "texto")]
    pub formato: Format,
    /// Corrige este programa en lugar del que compiló cargo
    #[arg(long, value_name = "RUTA")]
    pub programa: Option<PathBuf>,
    /// Compara con esta referencia en lugar de la del curso
    #[arg(long, value_name = "RUTA")]
    pub referencia: Option<PathBuf>,
    /// La caja, ya hecha, en la que se ejecuta el programa; su ruta es la de dentro
    #[arg(long, value_name = "CAJA", hide = true)]
    pub caja: Option<String>,
    #[command(flatten)]
    harness: HarnessOptions,
}

/// Lo que cargo, nextest y los editores dan por supuesto que una prueba entiende.
#[derive(Debug, clap::Args)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "son indicadores de la línea de órdenes"
)]
struct HarnessOptions {
    #[arg(long, hide = true)]
    format: Option<String>,
    #[arg(long, hide = true)]
    ignored: bool,
    #[arg(long, hide = true)]
    include_ignored: bool,
    #[arg(long, hide = true)]
    nocapture: bool,
    #[arg(long, hide = true)]
    no_capture: bool,
    #[arg(long, hide = true)]
    show_output: bool,
    #[arg(long, hide = true)]
    test: bool,
    #[arg(short, long, hide = true)]
    quiet: bool,
    #[arg(long, hide = true)]
    color: Option<String>,
    #[arg(long, hide = true)]
    test_threads: Option<usize>,
    #[arg(long, hide = true)]
    logfile: Option<PathBuf>,
    #[arg(short = 'Z', hide = true)]
    unstable: Vec<String>,
}

impl Options {
    /// Si la comprobación `id` está entre las pedidas.
    pub fn selects(&self, id: &str) -> bool {
        let matches = |pattern: &String| {
            if self.exact {
                id == pattern
            } else {
                id.contains(pattern.as_str())
            }
        };
        self.filter.as_ref().is_none_or(matches)
            && !self.skip.iter().any(matches)
            && !self.harness.ignored
    }

    /// Los mismos argumentos, para quien habla el idioma de las pruebas de Rust.
    pub fn for_harness(&self) -> Arguments {
        Arguments {
            list: self.list,
            filter: self.filter.clone(),
            exact: self.exact,
            skip: self.skip.clone(),
            ignored: self.harness.ignored,
            ..Arguments::default()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn options(words: &str) -> Result<Options, castellano::cli::Error> {
        castellano::cli::try_parse_from(std::iter::once("juez").chain(words.split_whitespace()))
    }

    #[test]
    fn own_options_live_with_those_of_the_test_harness() {
        let options =
            options("compartida --exact --nocapture --formato=json --programa /bin/true").unwrap();

        assert_eq!(options.formato, Format::Json);
        assert_eq!(options.programa, Some("/bin/true".into()));
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
    fn an_unknown_format_is_explained_in_spanish() {
        let message = options("--formato yaml").unwrap_err().to_string();

        assert!(
            message.contains("yaml") && message.contains("texto"),
            "{message}"
        );
    }
}
