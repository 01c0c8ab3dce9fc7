//! Cada formato, leído por un programa que no es nuestro.

use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use base64::Engine;
use calificador::report::{
    Format, Output, fill, gradebook, gradescope, json, junit, sheet, vpl, write,
};
use serde_json::Value;

use crate::clase::{Aula, HOSTILE};

/// Ejecuta `program` con `input` y devuelve lo que dice. Falla si falta o si se queja:
/// saltarse esta comprobación sería no tenerla.
fn ask(program: &str, args: &[&str], input: &[u8]) -> String {
    let mut child = Command::new(program)
        .args(args)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap_or_else(|error| panic!("hace falta {program} (.ci/instalar lo pone): {error}"));
    child.stdin.take().unwrap().write_all(input).unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(
        output.status.success(),
        "{program} se queja:\n{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
    String::from_utf8(output.stdout).unwrap()
}

/// Las filas que lee el módulo `csv` de Python.
fn python_rows(bytes: &[u8], delimiter: char) -> Vec<Vec<String>> {
    let script = "import csv,io,json,sys; t=sys.stdin.buffer.read().decode('utf-8-sig'); \
        print(json.dumps(list(csv.reader(io.StringIO(t,newline=''),delimiter=sys.argv[1],strict=True))))";
    let text = ask("python3", &["-c", script, &delimiter.to_string()], bytes);
    serde_json::from_str(&text).unwrap()
}

fn rust_rows(bytes: &[u8], delimiter: char) -> Vec<Vec<String>> {
    csv::ReaderBuilder::new()
        .delimiter(u8::try_from(delimiter).unwrap())
        .has_headers(false)
        .from_reader(bytes)
        .records()
        .map(|record| record.unwrap().iter().map(str::to_owned).collect())
        .collect()
}

/// Comprueba `document` contra un esquema con el módulo `jsonschema` de Python.
fn obeys_schema(schema: &str, document: &[u8]) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/informes/esquemas")
        .join(schema);
    let script = "import json,sys,jsonschema; s=json.load(open(sys.argv[1],encoding='utf-8')); \
        jsonschema.Draft202012Validator.check_schema(s); \
        jsonschema.Draft202012Validator(s).validate(json.load(sys.stdin))";
    ask("python3", &["-c", script, path.to_str().unwrap()], document);
}

#[test]
fn la_tabla_de_la_clase_la_leen_igual_dos_lectores_y_los_nombres_llegan_intactos() {
    let aula = Aula::full();

    let bytes = sheet(&aula.class()).unwrap();

    let rows = python_rows(&bytes, ';');
    let own = rust_rows(bytes.strip_prefix("\u{feff}".as_bytes()).unwrap(), ';');
    assert_eq!(rows, own);
    assert_eq!(rows.len(), 9);
    assert!(rows.iter().all(|row| row.len() == rows[0].len()));
    assert_eq!(rows[2][1], "Núñez Ñandú, \"Pepe\" =2+3");
    assert_eq!(rows[4][1], "'=HYPERLINK(\"http://x\")");
    let named = |who: usize, column: &str| {
        let at = rows[0].iter().position(|title| title == column).unwrap();
        rows[who][at].as_str()
    };
    assert_eq!(
        [
            named(1, "nota"),
            named(2, "nota"),
            named(5, "nota"),
            named(6, "nota")
        ],
        ["10,00", "5,33", "0,00", ""]
    );
    assert_eq!(named(6, "estado"), "revisar a mano");
    assert_eq!(
        [
            named(3, "nota sin el retraso"),
            named(3, "descuento (%)"),
            named(3, "nota")
        ],
        ["8,67", "20", "6,93"]
    );
    assert_eq!(named(8, "condiciones"), "no exhaustivo");
}

#[test]
fn el_calificador_de_moodle_lleva_siempre_la_nota_junto_a_su_comentario() {
    let aula = Aula::full();

    let bytes = gradebook(&aula.class()).unwrap();

    let rows = python_rows(&bytes, ',');
    assert_eq!(rows, rust_rows(&bytes, ','));
    assert_eq!(rows[0][..4], ["username", "idnumber", "email", "fullname"]);
    assert_eq!(rows[0][5], format!("{} (comentarios)", rows[0][4]));
    assert_eq!(rows[1][2], "ana@example.org");
    assert_eq!(rows[1][4], "10,00");
    assert_eq!(
        rows[6][4], "",
        "sin nota, la casilla vacía: Moodle no la cambia"
    );
    assert_eq!(rows[7][2], "'+34@example.org");
    for row in &rows[1..] {
        assert!(
            row[5].starts_with("<div class=taller-informe>") && !row[5].contains('"'),
            "{}",
            row[5]
        );
    }
}

#[test]
fn en_la_hoja_rellenada_otro_programa_solo_ve_cambiar_la_nota_y_el_comentario() {
    let aula = Aula::full();
    let sheet =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/informes/esperado/hoja-descargada.csv");
    let sheet = std::fs::read(sheet).unwrap();

    let filled = fill(&aula.class(), &sheet).unwrap().bytes;

    let (before, after) = (python_rows(&sheet, ','), python_rows(&filled, ','));
    let column = |title: &str| before[0].iter().position(|name| name == title).unwrap();
    let ours = [
        column("Calificación"),
        column("Comentarios de retroalimentación"),
    ];
    let others = |rows: &[Vec<String>]| -> Vec<Vec<String>> {
        let kept = |row: &Vec<String>| {
            let cells = row.iter().enumerate();
            let cells = cells.filter(|(at, _)| !ours.contains(at));
            cells.map(|(_, cell)| cell.clone()).collect()
        };
        rows.iter().map(kept).collect()
    };
    assert_eq!(others(&before), others(&after));
    let pepe = after
        .iter()
        .find(|row| row.contains(&"Núñez Ñandú, \"Pepe\" =2+3".to_owned()))
        .unwrap();
    assert_eq!(pepe[ours[0]], "5,33");
    assert!(pepe[ours[1]].contains("taller-informe"), "{pepe:?}");
}

#[test]
fn gradescope_recibe_un_json_de_los_suyos() {
    let aula = Aula::full();
    let class = aula.class();

    for report in class.reports() {
        let report = report.unwrap();
        let bytes = gradescope(&class, &report).unwrap();

        obeys_schema("gradescope.json", &bytes);
        let value: Value = serde_json::from_slice(&bytes).unwrap();
        let mark = report
            .mark
            .value
            .map(|value| value.to_string().parse::<f64>().unwrap());
        assert_eq!(value["score"].as_f64(), mark, "{}", report.stem);
    }
}

#[test]
fn un_fallo_nuestro_nunca_lleva_un_cero_a_gradescope() {
    let aula = Aula::full();
    let class = aula.class();
    let infra = class.report(&aula.manifest.entries[5]).unwrap();

    let value: Value = serde_json::from_slice(&gradescope(&class, &infra).unwrap()).unwrap();

    assert!(value.get("score").is_none());
    let tests = value["tests"].as_array().unwrap();
    assert!(
        !tests.is_empty() && tests.iter().all(|test| test.get("score").is_none()),
        "Gradescope los sumaría"
    );
}

#[test]
fn el_json_para_programas_cumple_su_esquema_y_trae_lo_original() {
    let aula = Aula::full();

    let bytes = json(&aula.class()).unwrap();

    obeys_schema("notas.json", &bytes);
    let value: Value = serde_json::from_slice(&bytes).unwrap();
    assert_eq!(value["students"][6]["student"]["name"], HOSTILE);
    assert_eq!(value["students"][2]["mark_text"], "6.93");
    assert_eq!(value["students"][5]["mark"], Value::Null);
}

#[test]
fn classroom_decodifica_lo_suyo() {
    let aula = Aula::full();
    let folder = tempfile::tempdir().unwrap();
    let output = Output {
        folder: folder.path(),
        formats: &[Format::Classroom],
        worksheet: None,
    };

    write(&aula.class(), &output).unwrap();

    let file =
        |name: &str| std::fs::read_to_string(folder.path().join("classroom").join(name)).unwrap();
    let lines = file("nunez-nandu-pepe-2-3-102.env");
    let variables: Vec<(&str, &str)> = lines
        .lines()
        .map(|line| line.split_once('=').unwrap())
        .collect();
    assert_eq!(variables.last().unwrap(), &("RUNNERS", "paso3,paso4,reto3"));
    for (name, encoded) in &variables[..3] {
        let bytes = base64::engine::general_purpose::STANDARD
            .decode(encoded)
            .unwrap();
        obeys_schema("classroom.json", &bytes);
        let value: Value = serde_json::from_slice(&bytes).unwrap();
        let sum: u64 = value["tests"]
            .as_array()
            .unwrap()
            .iter()
            .map(|test| test["score"].as_u64().unwrap())
            .sum();
        let wanted = [
            ("PASO3_RESULTS", 10),
            ("PASO4_RESULTS", 3),
            ("RETO3_RESULTS", 0),
        ];
        assert!(wanted.contains(&(*name, sum)), "{name}: {sum}");
    }
    let readable: Value = serde_json::from_str(&file("nunez-nandu-pepe-2-3-102.json")).unwrap();
    assert_eq!(readable["paso4"]["status"], "fail");
}

#[test]
fn vpl_lee_una_nota_y_es_la_nuestra_diga_lo_que_diga_la_entrega() {
    let aula = Aula::full();
    let class = aula.class();

    for report in class.reports() {
        let report = report.unwrap();
        let text = String::from_utf8(vpl(&class, &report)).unwrap();

        // Como lo lee mod_vpl: gana la última línea `Grade :=>>`.
        let grades: Vec<&str> = text
            .lines()
            .filter_map(|line| line.strip_prefix("Grade :=>>"))
            .collect();
        let wanted: Vec<String> = report
            .mark
            .value
            .iter()
            .map(|value| format!(" {value}"))
            .collect();
        assert_eq!(grades, wanted, "{text}");
        assert!(!text.contains("Comment :=>>"), "{text}");
        assert_eq!(
            (text.matches("<|--").count(), text.matches("--|>").count()),
            (1, 1),
            "{text}"
        );
    }
}

#[test]
fn el_junit_cumple_el_esquema_que_se_usa_para_comprobarlo() {
    let mut aula = Aula::full();
    aula.partial = true;
    let entry = aula.manifest.entries[0].id.clone();
    aula.grades.0.remove(&(entry, "paso4".to_owned()));
    let folder = tempfile::tempdir().unwrap();
    let own = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/informes/esquemas/junit-10.xsd");
    // El esquema llama `errors` al elemento `error`, que es como lo escribe todo el mundo.
    let schema = std::fs::read_to_string(own)
        .unwrap()
        .replace("\"errors\">", "\"error\">")
        .replace("ref=\"errors\"", "ref=\"error\"");
    let path = folder.path().join("junit.xsd");
    std::fs::write(&path, schema).unwrap();

    let bytes = junit(&aula.class()).unwrap();

    ask(
        "xmllint",
        &[
            "--noout",
            "--nonet",
            "--schema",
            path.to_str().unwrap(),
            "-",
        ],
        &bytes,
    );
    let count = |what: &str| {
        ask(
            "xmllint",
            &["--xpath", &format!("count({what})"), "-"],
            &bytes,
        )
        .trim()
        .to_owned()
    };
    let attribute = |what: &str| {
        ask(
            "xmllint",
            &["--xpath", &format!("string({what})"), "-"],
            &bytes,
        )
        .trim()
        .to_owned()
    };
    assert_eq!(count("//testcase"), attribute("/testsuites/@tests"));
    assert_eq!(count("//failure"), attribute("/testsuites/@failures"));
    assert_eq!(count("//error"), "1");
    assert_eq!(count("//skipped"), "1");
    assert_eq!(count("//testsuite"), "8");
}
