//! Un final, escrito en una línea: `ok "42\n" 0 zombis=1 fugas=2`. Se lee de las
//! cabeceras y se escribe igual, para que lo que la prueba enseña se pueda pegar
//! en una cabecera.

use std::fmt;

use explorador::{Exit, Outcome};

/// Lo que distingue un final de otro; lo mismo que mira [`Outcome::same_ending`].
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Ending {
    verdict: String,
    stdout: Vec<u8>,
    exit: String,
    counts: [usize; 5],
    limit: Option<String>,
}

const VERDICTS: [&str; 5] = ["ok", "deadlock", "livelock", "crash", "timeout"];

/// Los recuentos, con el nombre con que se escriben; el que falta vale cero.
const COUNTS: [&str; 5] = ["zombis", "fugas", "descriptores", "vivos", "impedidas"];

impl From<&Outcome> for Ending {
    fn from(outcome: &Outcome) -> Self {
        Self {
            verdict: outcome.verdict.name().to_string(),
            stdout: outcome.stdout.clone(),
            exit: match outcome.exit {
                Exit::Code(code) => code.to_string(),
                Exit::Signal(signal) => signal_name(signal),
                Exit::Unfinished => "-".to_string(),
            },
            counts: [
                outcome.zombies,
                outcome.leaked_mappings,
                outcome.leaked_descriptors,
                outcome.children_left,
                outcome.refused_signals,
            ],
            limit: outcome.limit.map(|limit| limit.name().to_string()),
        }
    }
}

fn signal_name(signal: i32) -> String {
    nix::sys::signal::Signal::try_from(signal).map_or_else(
        |_| format!("SIG{signal}"),
        |known| known.as_str().to_string(),
    )
}

impl fmt::Display for Ending {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let stdout = String::from_utf8_lossy(&self.stdout);
        write!(f, "{} {stdout:?} {}", self.verdict, self.exit)?;
        for (name, count) in COUNTS.iter().zip(self.counts) {
            if count > 0 {
                write!(f, " {name}={count}")?;
            }
        }
        if let Some(limit) = &self.limit {
            write!(f, " limite={limit}")?;
        }
        Ok(())
    }
}

impl Ending {
    /// Lee una línea. El error dice qué se esperaba.
    pub fn parse(line: &str) -> Result<Self, String> {
        let wrong = |what: &str| format!("el final «{line}» no se entiende: {what}");
        let (verdict, rest) = line
            .split_once(' ')
            .filter(|(verdict, _)| VERDICTS.contains(verdict))
            .ok_or_else(|| wrong(&format!("empieza por uno de {}", VERDICTS.join(", "))))?;
        let (stdout, rest) = quoted(rest).ok_or_else(|| {
            wrong(
                "tras el veredicto va la salida entre comillas, con \\n, \\\\ y \\\" escritos así",
            )
        })?;
        let mut words = rest.split_ascii_whitespace();
        let exit = words
            .next()
            .filter(|exit| is_exit(exit))
            .ok_or_else(|| wrong("tras la salida va un código, una señal (SIGSEGV) o -"))?;
        let mut ending = Self {
            verdict: verdict.to_string(),
            stdout,
            exit: exit.to_string(),
            counts: [0; 5],
            limit: None,
        };
        for word in words {
            let (name, value) = word.split_once('=').ok_or_else(|| wrong(word))?;
            if name == "limite" {
                ending.limit = Some(value.to_string());
                continue;
            }
            let place = COUNTS
                .iter()
                .position(|&known| known == name)
                .ok_or_else(|| wrong(&format!("los recuentos son {}", COUNTS.join(", "))))?;
            ending.counts[place] = value
                .parse()
                .ok()
                .filter(|&count| count > 0)
                .ok_or_else(|| wrong(&format!("«{word}» no es un recuento de uno o más")))?;
        }
        Ok(ending)
    }
}

fn is_exit(word: &str) -> bool {
    word == "-" || word.starts_with("SIG") || word.parse::<i32>().is_ok()
}

/// Lo que hay entre comillas al principio de `text`, y lo que queda detrás.
fn quoted(text: &str) -> Option<(Vec<u8>, &str)> {
    let mut content = String::new();
    let mut chars = text.strip_prefix('"')?.chars();
    loop {
        match chars.next()? {
            '"' => return Some((content.into_bytes(), chars.as_str())),
            '\\' => content.push(match chars.next()? {
                'n' => '\n',
                '\\' => '\\',
                '"' => '"',
                _ => return None,
            }),
            other => content.push(other),
        }
    }
}
