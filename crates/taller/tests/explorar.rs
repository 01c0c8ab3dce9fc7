//! `taller explorar` con programas de C de verdad, como lo usa una persona.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;
use tempfile::TempDir;

/// Los programas de C de una prueba, compilados en una carpeta propia.
struct Programs(TempDir);

impl Programs {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    /// Compila uno de los programas de prueba del explorador.
    fn compile(&self, name: &str) -> PathBuf {
        let sources = Path::new(env!("CARGO_MANIFEST_DIR")).join("../explorador/tests/programas");
        self.compile_file(name, &sources.join(format!("{name}.c")))
    }

    /// Compila un programa escrito en la propia prueba.
    fn compile_text(&self, name: &str, text: &str) -> PathBuf {
        let source = self.0.path().join(format!("{name}.c"));
        std::fs::write(&source, text).unwrap();
        self.compile_file(name, &source)
    }

    fn compile_file(&self, name: &str, source: &Path) -> PathBuf {
        let binary = self.0.path().join(name);
        let status = Command::new("cc")
            .args(["-O1", "-w", "-pthread", "-o"])
            .arg(&binary)
            .arg(source)
            .status()
            .expect("hace falta un compilador de C llamado cc");
        assert!(status.success(), "{name}.c no compila");
        binary
    }
}

fn explorar(options: &[&str], program: &Path) -> Output {
    Command::new(env!("CARGO_BIN_EXE_taller"))
        .arg("explorar")
        .args(options)
        .arg("--")
        .arg(program)
        // Como quien tiene instalada la orden, y no como quien usa `cargo run`.
        .env_remove("CARGO")
        .output()
        .unwrap()
}

fn stdout(output: &Output) -> &str {
    std::str::from_utf8(&output.stdout).unwrap()
}

fn stderr(output: &Output) -> &str {
    std::str::from_utf8(&output.stderr).unwrap()
}

#[test]
fn la_carrera_original_se_ve_entera_y_cabe_en_la_terminal() {
    let programs = Programs::new();
    let carrera = programs.compile("carrera");

    let output = explorar(&[], &carrera);

    let shown = stdout(&output);
    assert_eq!(output.status.code(), Some(1), "{}", stderr(&output));
    assert!(
        shown.contains("Se vieron todos los finales posibles."),
        "{shown}"
    );
    assert!(
        shown.contains("El hijo leyó antes de que el padre escribiera."),
        "{shown}"
    );
    assert!(
        shown.contains("El hijo leyó cuando el padre iba por la mitad"),
        "{shown}"
    );
    let drawn = |line: &&str| !line.contains("explorar --plan");
    let longest = shown
        .lines()
        .filter(drawn)
        .map(|line| line.chars().count())
        .max();
    assert!(longest <= Some(80), "{shown}");
    assert!(
        !shown.contains('\x1b'),
        "sin terminal no hay colores: {shown}"
    );
}

#[test]
fn cada_final_se_repite_con_la_orden_que_se_da() {
    let programs = Programs::new();
    let carrera = programs.compile("carrera");
    let report: Value =
        serde_json::from_str(stdout(&explorar(&["--formato", "json"], &carrera))).unwrap();
    let outcomes = report["outcomes"].as_array().unwrap();
    assert!(outcomes.len() >= 3, "vacío, a medias y completo: {report}");

    for outcome in outcomes {
        let plan = outcome["schedule"].as_str().unwrap();
        let again = explorar(&["--formato", "json", "--plan", plan], &carrera);
        let again: Value = serde_json::from_str(stdout(&again)).unwrap();

        assert_eq!(again["schedules"], 1);
        assert_eq!(again["outcomes"][0]["stdout"], outcome["stdout"]);
        assert_eq!(again["outcomes"][0]["events"], outcome["events"]);
    }
}

#[test]
fn lo_que_lee_el_programa_se_dice_y_va_en_la_orden_que_lo_repite() {
    let programs = Programs::new();
    let shared_input = programs.compile_text(
        "reparto",
        r#"
        #include <stdio.h>
        #include <sys/wait.h>
        #include <unistd.h>
        int main(void) {
            char letter = '-';
            pid_t child = fork();
            read(0, &letter, 1);
            printf("%s lee %c\n", child ? "El padre" : "El hijo", letter);
            fflush(stdout);
            if (child) wait(NULL);
            _exit(0);
        }
        "#,
    );
    let input = programs.0.path().join("dos letras.txt");
    std::fs::write(&input, "ab").unwrap();
    let input = input.to_str().unwrap();

    let output = explorar(&["--entrada", input], &shared_input);

    let shown = stdout(&output);
    assert!(
        shown.contains("El padre lee b") && shown.contains("El padre lee a"),
        "cualquiera puede llegar primero: {shown}"
    );
    let again = shown
        .lines()
        .find_map(|line| line.trim().strip_prefix("taller explorar --plan "))
        .unwrap();
    assert!(
        again.contains(&format!(" --entrada '{input}' -- ")),
        "{again}"
    );
    let plan = again.split_whitespace().next().unwrap();
    let replayed = explorar(&["--plan", plan, "--entrada", input], &shared_input);
    assert!(stdout(&replayed).contains("lee a"), "{replayed:?}");
}

#[test]
fn sin_los_dos_guiones_se_entiende_igual_y_lo_que_sigue_al_programa_es_suyo() {
    let programs = Programs::new();
    let carrera = programs.compile("carrera");
    let bare = |arguments: &[&str]| {
        Command::new(env!("CARGO_BIN_EXE_taller"))
            .args(["explorar", "--formato", "json"])
            .args(arguments)
            .output()
            .unwrap()
    };

    let output = bare(&[carrera.to_str().unwrap(), "--formato", "-x"]);
    let misspelt = bare(&["--cot", "1", carrera.to_str().unwrap()]);

    let report: Value = serde_json::from_str(stdout(&output)).unwrap();
    assert_eq!(report["program"][1], "--formato");
    assert_eq!(report["program"][2], "-x");
    assert_eq!(misspelt.status.code(), Some(2), "{}", stderr(&misspelt));
    assert!(
        stderr(&misspelt).contains("«--cot»"),
        "{}",
        stderr(&misspelt)
    );
}

/// El intérprete de verdad: `python3` puede ser un guion que elige entre varios.
fn interpreter() -> String {
    let output = Command::new("python3")
        .args(["-c", "import sys; print(sys.executable)"])
        .output()
        .expect("hace falta python3");
    stdout(&output).trim().to_owned()
}

#[test]
fn un_programa_en_python_se_explora_como_cualquier_otro() {
    let script =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../../solutions/programas/python/carrera.py");
    let program = [&interpreter(), script.to_str().unwrap()];
    let run = |options: &[&str]| {
        Command::new(env!("CARGO_BIN_EXE_taller"))
            .arg("explorar")
            .args(options)
            .args(program)
            .output()
            .unwrap()
    };

    let report: Value = serde_json::from_str(stdout(&run(&["--formato", "json"]))).unwrap();
    let output = run(&[]);
    let drawn = stdout(&output);

    let endings: Vec<&str> = report["outcomes"]
        .as_array()
        .unwrap()
        .iter()
        .map(|outcome| outcome["stdout"].as_str().unwrap())
        .collect();
    assert!(endings.contains(&"El padre lee: \n"), "{endings:?}");
    assert!(
        endings.contains(&"El padre lee: ¡Hola, padre!\n"),
        "{endings:?}"
    );
    assert!(
        drawn.contains("El padre leyó antes de que el hijo escribiera."),
        "{drawn}"
    );
    assert!(drawn.contains("lee archivos suyos"), "{drawn}");
}

#[test]
fn una_entrada_que_no_esta_se_dice_antes_de_explorar() {
    let programs = Programs::new();

    let output = explorar(&["--entrada", "/no/esta"], &programs.compile("senal_bien"));

    assert_eq!(output.status.code(), Some(3), "{output:?}");
    assert!(
        stderr(&output).contains("no se puede leer la entrada, /no/esta"),
        "{output:?}"
    );
}

#[test]
fn si_nada_esta_mal_termina_con_cero() {
    let programs = Programs::new();

    let output = explorar(&[], &programs.compile("senal_bien"));

    let shown = stdout(&output);
    assert_eq!(output.status.code(), Some(0), "{shown}");
    assert!(shown.contains("un solo final"), "{shown}");
    assert!(!shown.contains('✗'), "{shown}");
}

#[test]
fn un_plan_que_ya_no_vale_se_dice() {
    let programs = Programs::new();
    let carrera = programs.compile("carrera");

    let output = explorar(&["--plan", "a-0000"], &carrera);

    assert_eq!(output.status.code(), Some(3));
    assert!(
        stderr(&output).contains("el plan no se puede reproducir"),
        "{}",
        stderr(&output)
    );
    assert_eq!(stdout(&output), "");
}

#[test]
fn el_interbloqueo_se_explica_y_se_dibuja() {
    let programs = Programs::new();
    let abrazo = programs.compile("abrazo");

    let output = explorar(&[], &abrazo);
    let drawing = explorar(&["--formato", "svg"], &abrazo);

    assert_eq!(output.status.code(), Some(1));
    let reason = "Interbloqueo: el padre espera a que termine el hijo y el hijo espera a que";
    assert!(stdout(&output).contains(reason), "{}", stdout(&output));
    assert_eq!(drawing.status.code(), Some(1));
    assert!(
        stdout(&drawing).starts_with("<svg "),
        "{}",
        stdout(&drawing)
    );
    assert!(stdout(&drawing).contains(reason), "{}", stdout(&drawing));
}

#[test]
fn un_fallo_provocado_forma_parte_del_plan() {
    let programs = Programs::new();
    let carrera = programs.compile("carrera");

    let output = explorar(&["--fallo", "fork:1:EAGAIN"], &carrera);

    let shown = stdout(&output);
    assert!(shown.contains("FALLO PROVOCADO: fork → EAGAIN"), "{shown}");
    assert!(shown.contains("+fork:1:EAGAIN-"), "{shown}");
}

#[test]
fn parar_antes_de_tiempo_se_dice() {
    let programs = Programs::new();
    let carrera = programs.compile("carrera");

    let output = explorar(&["--planes", "1"], &carrera);

    let shown = stdout(&output);
    assert!(
        shown.contains("La búsqueda se paró antes de acabar"),
        "{shown}"
    );
    assert!(shown.contains("Puede haber más finales"), "{shown}");
}

#[test]
fn lo_que_no_se_puede_explorar_no_es_un_final() {
    let output = explorar(&[], Path::new("/no/existe"));

    assert_eq!(output.status.code(), Some(3));
    assert!(
        stderr(&output).contains("no se pudo poner en marcha"),
        "{}",
        stderr(&output)
    );
}

#[test]
fn si_falta_compilar_un_paso_se_dice_con_que_orden() {
    // La orden que repite un plan viaja en los informes a máquinas donde no está compilado.
    let output = explorar(&[], Path::new("target/debug/paso99"));

    assert_eq!(output.status.code(), Some(3));
    let told = stderr(&output);
    assert!(
        told.contains("compílalo primero: cargo build -p paso99"),
        "{told}"
    );
}

#[test]
fn una_orden_mal_escrita_se_explica_y_termina_con_dos() {
    for options in [
        &["--plan", "hola"][..],
        &["--fallo", "fork:0:EAGAIN"],
        &["--planes", "0"],
        &["--formato", "pdf"],
        &["--plan", "0-0000", "--cota", "2"],
    ] {
        let output = explorar(options, Path::new("./programa"));

        assert_eq!(output.status.code(), Some(2), "{options:?}");
        assert!(
            stderr(&output).starts_with("Error: "),
            "{}",
            stderr(&output)
        );
    }
}
