//! La revisión, sobre un curso de un solo paso que cada prueba estropea a su manera.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use tempfile::TempDir;

/// Una copia del curso pequeño, para hacer con ella lo que se quiera.
struct Course(TempDir);

impl Course {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let original = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/minicurso");
        copy(&original, folder.path());
        Self(folder)
    }

    /// Cambia un texto por otro en un archivo del curso; tiene que estar.
    fn change(&self, path: &str, from: &str, to: &str) {
        let path = self.0.path().join(path);
        let text = fs::read_to_string(&path).unwrap();
        assert!(text.contains(from), "{text}");
        fs::write(path, text.replace(from, to)).unwrap();
    }

    fn revisar(&self, args: &[&str]) -> Told {
        let output = Command::new(env!("CARGO_BIN_EXE_taller"))
            .arg("revisar")
            .args(args)
            .current_dir(self.0.path())
            .env_remove("CARGO_TARGET_DIR")
            .output()
            .unwrap();
        Told::from(&output)
    }

    /// Lo que la revisión haya dejado olvidado.
    fn leftovers(&self) -> Vec<String> {
        fs::read_dir(self.0.path().join("target"))
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .filter(|name| name.starts_with("taller-"))
            .collect()
    }
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

/// Cómo terminó y qué dijo, sin los saltos de línea del informe.
struct Told {
    code: Option<i32>,
    out: String,
    err: String,
}

impl Told {
    fn from(output: &Output) -> Self {
        let squeeze = |bytes: &[u8]| {
            let text = String::from_utf8_lossy(bytes).into_owned();
            text.split_whitespace().collect::<Vec<_>>().join(" ")
        };
        Self {
            code: output.status.code(),
            out: squeeze(&output.stdout),
            err: squeeze(&output.stderr),
        }
    }

    fn expect(&self, code: i32, fragments: &[&str]) {
        let told = format!("{:?}\n{}\n{}", self.code, self.out, self.err);
        assert_eq!(self.code, Some(code), "{told}");
        for fragment in fragments {
            assert!(self.out.contains(fragment), "falta «{fragment}» en {told}");
        }
    }
}

#[test]
fn de_un_curso_sano_no_hay_nada_que_decir() {
    let course = Course::new();

    course.revisar(&[]).expect(
        0,
        &[
            "1 solución superada · 1 esqueleto sin resolver · \
             2 respuestas equivocadas cazadas · 1 alternativa aceptada",
            "Ninguna discrepancia",
        ],
    );
    assert_eq!(course.leftovers(), [""; 0]);
}

#[test]
fn un_juez_que_lo_aprueba_todo_queda_en_evidencia() {
    let course = Course::new();
    course.change(
        "exercises/eco/tests/juez.rs",
        "let right = actual == expected;",
        "let right = true;",
    );

    course.revisar(&[]).expect(
        1,
        &[
            "0 de 1 esqueleto sin resolver · 0 de 2 respuestas equivocadas cazadas",
            "exercises/eco/src/lib.rs Se esperaba: que sin escribir nada no se superara «tres»",
            "equivocadas/cuadrado.rs Se esperaba: que no superara «tres» (El doble de tres) \
             Ocurrió: la supera Para verlo: \
             cargo run -- revisar --ver solutions/eco/equivocadas/cuadrado.rs",
            "5 discrepancias",
        ],
    );
}

#[test]
fn una_sola_comprobacion_aflojada_se_nota() {
    let course = Course::new();
    course.change(
        "exercises/eco/tests/juez.rs",
        "let right = actual == expected;",
        "let right = actual == expected || actual == \"1\";",
    );

    course.revisar(&[]).expect(
        1,
        &[
            "1 de 2 respuestas equivocadas cazadas",
            "uno_de_mas.rs Se esperaba: que no superara «cero»",
            "1 discrepancia (",
        ],
    );
}

#[test]
fn un_juez_demasiado_estricto_rechaza_lo_que_esta_bien() {
    let course = Course::new();
    course.change(
        "solutions/eco/alternativas/suma.rs",
        "n + n",
        "n + n + n / 3",
    );

    course.revisar(&[]).expect(
        1,
        &[
            "0 de 1 alternativa aceptada",
            "suma.rs Se esperaba: que superara «tres»",
            "Da 7.",
        ],
    );
}

#[test]
fn lo_que_le_falta_a_una_variante_o_a_un_paso_se_dice() {
    let course = Course::new();
    course.change("solutions/eco/equivocadas/cuadrado.rs", "n * n", "n *");
    course.change(
        "solutions/eco/equivocadas/uno_de_mas.rs",
        "Falla: tres",
        "Falla: siete",
    );
    course.change(
        "solutions/eco/alternativas/suma.rs",
        "Alternativa:",
        "Otra:",
    );
    course.change(
        "exercises/eco/tests/juez.rs",
        "(\"cero\", 4,",
        "(\"cero\", 3,",
    );
    fs::remove_file(course.0.path().join("exercises/eco/pistas/2.md")).unwrap();
    fs::remove_file(course.0.path().join("book/eco.md")).unwrap();

    course.revisar(&[]).expect(
        1,
        &[
            "cuadrado.rs Se esperaba: que compilara",
            "nombra «siete», que no existe",
            "suma.rs Se esperaba: una cabecera bien escrita",
            "sumaran 10 puntos Ocurrió: suman 9",
            "pistas/2.md",
            "book/eco.md no existe",
        ],
    );
}

#[test]
fn un_esqueleto_que_no_compila_es_una_discrepancia_y_no_un_misterio() {
    let course = Course::new();
    for file in ["src/lib.rs", "esqueleto/lib.rs"] {
        course.change(&format!("exercises/eco/{file}"), "todo!(", "todo(");
    }

    let told = course.revisar(&[]);

    told.expect(
        1,
        &[
            "exercises/eco/src/lib.rs",
            "found macro `todo`",
            "2 discrepancias",
        ],
    );
}

#[test]
fn un_esqueleto_con_avisos_tambien_se_señala() {
    let course = Course::new();
    course.change("exercises/eco/src/lib.rs", "//! Lo", "use std::fmt;\n// Lo");

    course.revisar(&[]).expect(
        1,
        &["un esqueleto que compilara, y sin avisos", "unused import"],
    );
}

#[test]
fn ver_enseña_lo_que_veria_el_estudiante() {
    let course = Course::new();

    let wrong = course.revisar(&["--ver", "solutions/eco/equivocadas/cuadrado.rs"]);
    let right = course.revisar(&["--ver", "solutions/eco/alternativas/suma.rs"]);

    wrong.expect(1, &["Da 9."]);
    right.expect(0, &["\"status\":\"passed\""]);
    assert_eq!(course.leftovers(), [""; 0]);
}

#[test]
fn un_paso_que_no_existe_es_un_mal_uso() {
    let told = Course::new().revisar(&["--solo", "paso9"]);

    assert_eq!(told.code, Some(2));
    assert!(
        told.err
            .contains("no hay ningún paso «paso9»; los pasos son eco")
    );
}

#[test]
fn sin_referencia_no_se_puede_revisar_nada() {
    let course = Course::new();
    course.change("solutions/eco/src/lib.rs", "2 * n", "2 *");

    let told = course.revisar(&[]);

    assert_eq!(told.code, Some(3), "{}", told.err);
    assert!(told.err.contains("el curso no compila"), "{}", told.err);
}
