//! Escribe una clase inventada, siempre la misma, como la daría Moodle: para medir al
//! calificador y para ver qué le pasa cuando lo matan a mitad.
//!
//! ```console
//! $ cargo run -p calificador --example clase -- variada 300 /tmp/clase
//! $ cargo run -p calificador --example clase -- honesta 40 /tmp/clase
//! ```
//!
//! Deja en la carpeta `entregas.zip`, `hoja.csv` y `tarea.toml`. Cada persona entrega un
//! paso. En la clase variada hay respuestas buenas, errores conocidos, ataques del
//! muestrario, archivos que no compilan, vacíos, repetidos y con otro nombre: **solo se
//! puede calificar dentro de la caja**. En la honesta todas son buenas y distintas.

#[path = "../tests/ataques/corpus.rs"]
#[allow(dead_code, reason = "las pruebas usan lo demás")]
mod corpus;
#[path = "../tests/clase/zip.rs"]
#[allow(dead_code, reason = "las pruebas usan lo demás")]
mod zip;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use corpus::Specimen;
use zip::Entry;

/// Los pasos que se entregan.
const STEPS: [&str; 5] = ["paso1", "paso2", "paso3", "paso4", "paso5"];
/// La semilla: la misma clase siempre.
const SEED: u64 = 20_261_125;
/// Lo que hay en la clase variada, y de cada cien personas cuántas.
const MIX: [(Kind, u64); 8] = [
    (Kind::Right, 38),
    (Kind::Wrong, 24),
    (Kind::Attack, 12),
    (Kind::Broken, 8),
    (Kind::Empty, 4),
    (Kind::Copied, 6),
    (Kind::Renamed, 4),
    (Kind::Zipped, 4),
];

/// Qué clase de entrega.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// Una respuesta buena.
    Right,
    /// Una equivocación conocida.
    Wrong,
    /// Un ataque del muestrario.
    Attack,
    /// Algo que no compila.
    Broken,
    /// Nada.
    Empty,
    /// Una respuesta buena, sin firmar: varias personas entregan la misma.
    Copied,
    /// Una respuesta buena, con otro nombre de archivo.
    Renamed,
    /// Una equivocación, en un zip con más cosas.
    Zipped,
}

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let [kind, people, folder] = args.as_slice() else {
        return usage();
    };
    let (Ok(people), folder) = (people.parse::<u64>(), PathBuf::from(folder)) else {
        return usage();
    };
    let people: Vec<Person> = match kind.as_str() {
        "honesta" => (0..people).map(honest).collect(),
        "variada" => varied(people),
        _ => return usage(),
    };
    write(&folder, &people);
    println!("{} personas en {}", people.len(), folder.display());
    ExitCode::SUCCESS
}

fn usage() -> ExitCode {
    eprintln!("Uso: clase (variada | honesta) PERSONAS CARPETA");
    ExitCode::from(2)
}

/// La entrega de una persona.
struct Person {
    number: u64,
    name: String,
    entry: Entry,
}

/// Un número que parece al azar y siempre es el mismo.
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % limit
    }

    fn one_of<'a, T>(&mut self, all: &'a [T]) -> &'a T {
        let at = self.below(all.len() as u64);
        &all[usize::try_from(at).expect("cabe: es menor que un tamaño")]
    }

    fn kind(&mut self) -> Kind {
        let mut at = self.below(MIX.iter().map(|(_, share)| share).sum());
        for (kind, share) in MIX {
            if at < share {
                return kind;
            }
            at -= share;
        }
        Kind::Right
    }
}

fn varied(people: u64) -> Vec<Person> {
    let attacks: Vec<Specimen> = corpus::attacks()
        .into_iter()
        .map(|attack| attack.expect("el muestrario se lee"))
        .collect();
    let mut dice = Dice(SEED);
    (0..people)
        .map(|number| {
            let kind = dice.kind();
            if kind == Kind::Attack {
                let attack = dice.one_of(&attacks);
                let text = format!("{}\n// Entrega {number}.\n", attack.source(&nowhere()));
                return person(number, &attack.step, &text, None);
            }
            let step = *dice.one_of(&STEPS);
            let right = right(step);
            let right = dice.one_of(&right);
            let wrong = answers(step, "equivocadas");
            let wrong = dice.one_of(&wrong);
            let signed = |text: &str| format!("// Entrega {number}.\n{text}");
            match kind {
                Kind::Wrong => person(number, step, &signed(wrong), None),
                Kind::Broken => {
                    let broken = signed(right).replacen("-> ", "=> ", 1);
                    person(number, step, &broken, None)
                }
                Kind::Empty => person(number, step, "", None),
                Kind::Copied => person(number, step, right, None),
                Kind::Renamed => {
                    let name = format!("{step} final (2).rs");
                    person(number, step, &signed(right), Some(&name))
                }
                Kind::Zipped => zipped(number, step, &signed(wrong)),
                Kind::Right | Kind::Attack => person(number, step, &signed(right), None),
            }
        })
        .collect()
}

/// Lo que buscan los ataques, aquí no está: los que cuelan algo son los de las pruebas.
fn nowhere() -> corpus::Names {
    let nothing = |name| (name, "/no/existe".to_owned());
    let mut names: corpus::Names = [
        "CANARIO",
        "CENTINELA",
        "ENTREGA",
        "OTRA",
        "REFERENCIA",
        "VECINO",
    ]
    .map(nothing)
    .to_vec();
    names.push(("PUERTO", "9".to_owned()));
    names
}

fn honest(number: u64) -> Person {
    let at = usize::try_from(number).expect("cabe");
    let step = STEPS[at % STEPS.len()];
    let right = right(step);
    let text = &right[at / STEPS.len() % right.len()];
    person(number, step, &format!("// Entrega {number}.\n{text}"), None)
}

fn person(number: u64, step: &str, text: &str, file: Option<&str>) -> Person {
    let path = format!("exercises/{step}/src/lib.rs");
    delivered(number, file.unwrap_or(&path), text.as_bytes())
}

fn zipped(number: u64, step: &str, text: &str) -> Person {
    let inner = zip::zip(&[
        Entry::new(
            &format!("curso/exercises/{step}/src/lib.rs"),
            text.as_bytes(),
        ),
        Entry::new("curso/build.rs", b"fn main() {}"),
    ]);
    delivered(number, "entrega.zip", &inner)
}

fn delivered(number: u64, file: &str, bytes: &[u8]) -> Person {
    let surnames = ["Núñez Ñandú", "O'Higgins", "Güell i Pí", "=2+3"];
    let at = usize::try_from(number).expect("cabe") % surnames.len();
    let name = format!("Persona {number} {}", surnames[at]);
    // Moodle quita de los nombres de archivo lo que no vale en todos los sistemas.
    let folder = name.replace('\'', "");
    let id = 1000 + number;
    let path = format!("{folder}_{id}_assignsubmission_file/{file}");
    Person {
        number,
        name,
        entry: Entry::new(&path, bytes),
    }
}

fn write(folder: &Path, people: &[Person]) {
    fs::create_dir_all(folder).expect("se puede crear la carpeta");
    let put = |name: &str, bytes: &[u8]| {
        fs::write(folder.join(name), bytes).expect("se puede escribir");
    };
    let entries: Vec<Entry> = people.iter().map(|person| person.entry.clone()).collect();
    put("entregas.zip", &zip::zip(&entries));
    let mut sheet = String::from(
        "Identificador,\"Nombre completo\",\"Dirección de correo\",Estado,Calificación,\
         \"Calificación máxima\",\"La calificación puede ser cambiada\",\
         \"Última modificación (entrega)\",\"Última modificación (calificación)\",\
         \"Comentarios de retroalimentación\"\n",
    );
    for person in people {
        let (number, name) = (person.number, &person.name);
        sheet += &format!(
            "\"Participante {}\",\"{name}\",persona{number}@example.org,\
             \"Enviado para calificar\",,\"10,00\",Sí,\
             \"sábado, 14 de marzo de 2026, 18:30\",-,\n",
            1000 + number
        );
    }
    put("hoja.csv", sheet.as_bytes());
    let steps: Vec<String> = STEPS.iter().map(|step| format!("{step} = 1\n")).collect();
    let task = format!(
        "titulo = \"Una clase inventada\"\n\n[pasos]\n{}",
        steps.concat()
    );
    put("tarea.toml", task.as_bytes());
}

/// Las respuestas buenas de un paso: la referencia y las alternativas.
fn right(step: &str) -> Vec<String> {
    let reference = read(&solutions(step).join("src/lib.rs"));
    [vec![reference], answers(step, "alternativas")].concat()
}

fn answers(step: &str, folder: &str) -> Vec<String> {
    let mut paths: Vec<PathBuf> = fs::read_dir(solutions(step).join(folder))
        .expect("el curso está entero")
        .map(|entry| entry.expect("se puede leer").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "rs"))
        .collect();
    paths.sort();
    paths.iter().map(|path| read(path)).collect()
}

fn solutions(step: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../solutions")
        .join(step)
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).expect("el curso está entero")
}
