//! Una clase repartida entre máquinas con `reparto/parallel.sh`: GNU parallel, ssh y rsync
//! de verdad, contra un sshd propio en un puerto de esta máquina. Las notas tienen que ser
//! las de calificarla de una vez, pase lo que pase por el camino.

mod common;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;
use std::thread;
use std::time::{Duration, Instant};

use common::lab::{Lab, program};
use common::reports::{reports, same};
use common::{Course, Finished};
use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;
use tempfile::TempDir;

/// Lo que se espera por algo que tiene que llegar.
const PATIENCE: Duration = Duration::from_secs(300);

/// Lo que entrega cada persona en el paso 3: doce trabajos distintos.
const ANSWERS: [&str; 12] = [
    "src/lib.rs",
    "alternativas/iteradores.rs",
    "alternativas/volatil.rs",
    "alternativas/byte_a_byte.rs",
    "equivocadas/con_el_nul.rs",
    "equivocadas/cuenta_letras.rs",
    "equivocadas/escribe_antes.rs",
    "equivocadas/hasta_el_final.rs",
    "equivocadas/justo_de_mas.rs",
    "equivocadas/justo_de_menos.rs",
    "equivocadas/limpia_el_resto.rs",
    "equivocadas/orden_de_errores.rs",
];

/// La tarea, con una prórroga que no es de nadie.
const TASK: &str = "[pasos]\npaso3 = 1\n\n[entrega]\nlimite = \"2026-03-15\"\n\
                    zona = \"Europe/Madrid\"\n\n[prorrogas]\n\"nadie\" = \"2026-03-20\"\n";

/// Los informes de la clase, calificada en esta máquina de una vez: los mismos para todas
/// las pruebas.
static WHOLE: OnceLock<Vec<(PathBuf, Vec<u8>)>> = OnceLock::new();

/// Una clase, un aula en la que repartirla y sitio para las dos.
struct Split {
    folder: TempDir,
    course: Course,
    lab: Lab,
}

impl Split {
    /// Con estas máquinas; o nada, si aquí no se puede tener un aula.
    fn new(machines: &str) -> Option<Self> {
        let split = Self {
            lab: Lab::open()?,
            folder: tempfile::tempdir().unwrap(),
            course: Course::real(),
        };
        for (number, answer) in ANSWERS.iter().enumerate() {
            // Nombres que otro intérprete de órdenes entendería a su manera.
            let place = split.path(&format!("las entregas/Núñez, $HOME; {number}/paso3"));
            fs::create_dir_all(&place).unwrap();
            let text = split.course.read(&format!("solutions/paso3/{answer}"));
            fs::write(place.join("lib.rs"), text).unwrap();
        }
        fs::write(split.path("maquinas.txt"), machines).unwrap();
        fs::write(split.path("tarea.toml"), TASK).unwrap();
        // Las máquinas reciben su copia del curso, pero compilarla entera tardaría minutos:
        // lo que califica es el taller de estas pruebas, desde el curso de aquí.
        let line = format!(
            "cd '{}' && exec '{}' \"$@\"",
            split.course.root().display(),
            env!("CARGO_BIN_EXE_taller")
        );
        program(&split.path("taller"), &line);
        Some(split)
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Que lo repartido sea lo mismo que lo calificado de una vez.
    fn same_as_whole(&self) {
        let whole = WHOLE.get_or_init(|| self.grade_whole());
        same(whole, &reports(&self.path("repartida")));
    }

    fn grade_whole(&self) -> Vec<(PathBuf, Vec<u8>)> {
        let mut command = Command::new(self.path("taller"));
        command.arg("calificar").arg(self.path("las entregas"));
        command.arg("--tarea").arg(self.path("tarea.toml"));
        command.arg("--salida").arg(self.path("entera"));
        Finished::from(command.output().unwrap()).expect(0);
        reports(&self.path("entera"))
    }

    fn start(&self, args: &[&str]) -> Child {
        let mut command = Command::new(self.course.path("reparto/parallel.sh"));
        command
            .current_dir(self.course.root())
            .env("PATH", self.lab.search_path())
            .env("TALLER", self.path("taller"))
            .arg(self.path("las entregas"))
            .arg("--maquinas")
            .arg(self.path("maquinas.txt"))
            .arg("--tarea")
            .arg(self.path("tarea.toml"))
            .arg("--salida")
            .arg(self.path("repartida"))
            .arg("--carpeta")
            .arg(self.there())
            .args(args)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        command.spawn().unwrap()
    }

    fn run(&self, args: &[&str]) -> Finished {
        Finished::from(self.start(args).wait_with_output().unwrap())
    }

    /// Dónde trabajan las máquinas.
    fn there(&self) -> PathBuf {
        self.path("alli")
    }

    /// Lo que hay de una parte en la máquina que la hace.
    fn part_there(&self, name: &str) -> Option<PathBuf> {
        let classes = fs::read_dir(self.there().join("clases")).ok()?;
        let part = classes.flatten().next()?.path().join(name);
        part.is_dir().then_some(part)
    }

    /// Espera a que una parte tenga un resultado y algo por hacer, y la mata.
    fn kill_part(&self, name: &str, splitting: &mut Child) {
        let deadline = Instant::now() + PATIENCE;
        loop {
            let part = self.part_there(name);
            if let Some(holder) = part.as_deref().filter(|part| results(part) > 0) {
                kill(holder_of(holder), Signal::SIGKILL).unwrap();
                return;
            }
            let ended = splitting.try_wait().unwrap();
            assert!(ended.is_none(), "acabó antes de tiempo: {ended:?}");
            assert!(Instant::now() < deadline, "no llega ningún resultado");
            thread::sleep(Duration::from_millis(2));
        }
    }
}

/// Cuántos resultados hay en el diario de una parte.
fn results(part: &Path) -> usize {
    let journal = fs::read_to_string(part.join("diario.jsonl"));
    // El primer renglón dice qué archivo es.
    journal
        .unwrap_or_default()
        .lines()
        .count()
        .saturating_sub(1)
}

/// El proceso que tiene cerrada la carpeta, según ella: «proceso 123 en aula01, desde…».
fn holder_of(part: &Path) -> Pid {
    let text = fs::read_to_string(part.join("bloqueo")).unwrap();
    let number = text.split_whitespace().nth(1).unwrap();
    Pid::from_raw(number.parse().unwrap())
}

/// Las líneas de `text` que hablan de cada parte acabada.
fn ended(text: &str) -> Vec<&str> {
    text.lines().filter(|line| line.starts_with("✓ ")).collect()
}

#[test]
fn repartida_por_ssh_sale_lo_mismo_que_de_una_vez() {
    let machines = "# El aula de prácticas\naula1\naula2 # la del fondo\n\napagada\nantigua\n";
    let Some(split) = Split::new(machines) else {
        return;
    };
    let told = split.run(&["--partes", "4"]);

    told.expect(0);
    assert_eq!(ended(&told.stdout).len(), 4, "{}", told.stdout);
    for name in ["aula1", "aula2"] {
        assert!(
            told.stdout.contains(&format!("✓ {name}, parte ")),
            "{}",
            told.stdout
        );
    }
    assert!(
        told.stderr.contains("✗ apagada: no se cuenta con ella."),
        "{}",
        told.stderr
    );
    assert!(
        told.stderr
            .contains("✗ antigua: no se cuenta con ella. Su compilador es rustc 1.88.0"),
        "{}",
        told.stderr
    );
    // Los avisos de la clase, una vez y no una por parte.
    assert_eq!(
        told.stderr.matches("prórroga").count(),
        1,
        "{}",
        told.stderr
    );
    split.same_as_whole();
    // En las máquinas no queda nada de nadie; y la copia del curso está entera.
    assert_eq!(split.part_there("entrada"), None);
    let copied = Command::new(env!("CARGO"))
        .current_dir(split.there().join("curso"))
        .args(["metadata", "--format-version", "1", "--no-deps", "--locked"])
        .output()
        .unwrap();
    assert!(copied.status.success(), "{copied:?}");

    let again = split.run(&[]);

    again.expect(0);
    let lines = ended(&again.stdout);
    assert_eq!(lines.len(), 4, "{}", again.stdout);
    for line in lines {
        assert!(line.contains("Nada que calificar"), "{line}");
    }
    split.same_as_whole();
}

#[test]
fn si_matan_una_parte_se_dice_donde_y_repetir_solo_hace_lo_que_falta() {
    let Some(split) = Split::new("aula1\naula2\n") else {
        return;
    };
    let here = split.course.root().display().to_string();
    let order = ["--partes", "3", "--intentos", "1", "--curso", &here];

    let mut splitting = split.start(&order);
    split.kill_part("parte-2-de-3", &mut splitting);
    let first = Finished::from(splitting.wait_with_output().unwrap());

    first.expect(3);
    assert!(
        first.stderr.contains("✗ No acabó la parte 2 de 3, en aula"),
        "{}",
        first.stderr
    );
    assert!(first.stderr.contains("la mataron"), "{}", first.stderr);
    assert!(
        first.stderr.contains("repite la misma orden"),
        "{}",
        first.stderr
    );
    // `reunir` dice de qué parte es lo que falta.
    assert!(
        first.stderr.contains("por calificar (la parte 2 de 3)"),
        "{}",
        first.stderr
    );
    assert!(!split.path("repartida/informes").exists());
    let saved = results(&split.path("repartida/parte-2-de-3"));
    assert!(saved > 0, "el diario de la parte muerta no ha vuelto");

    let rest = split.run(&order);

    rest.expect(0);
    for line in ended(&rest.stdout) {
        let wanted = if line.contains("parte 2/3") {
            "ya lo estaba"
        } else {
            "Nada que calificar"
        };
        assert!(line.contains(wanted), "{line}");
    }
    split.same_as_whole();
}

#[test]
fn lo_que_esta_mal_pedido_se_dice_antes_de_molestar_a_ninguna_maquina() {
    let Some(split) = Split::new(":\n") else {
        return;
    };
    let cases: [(&[&str], &str); 5] = [
        (&[], "«:» no es una máquina"),
        (&["--partes", "muchas"], "«muchas» no es una cantidad"),
        (
            &["--carpeta", "/tmp/mi carpeta"],
            "«/tmp/mi carpeta» no vale",
        ),
        (&["--trozos", "3"], "no se conoce la opción --trozos"),
        (&["--hoja", "no-existe.csv"], "no existe no-existe.csv"),
    ];
    for (args, why) in cases {
        let refused = split.run(args);
        refused.expect(2);
        assert!(refused.stderr.contains(why), "{args:?}: {}", refused.stderr);
    }
    assert!(!split.there().exists());
}
