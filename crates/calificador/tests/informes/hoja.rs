//! La hoja de Moodle: vuelve con las notas y sin un solo byte cambiado de lo demás.

use calificador::assignment::Assignment;
use calificador::report::{check_worksheet, fill};
use proptest::prelude::*;

use crate::clase::Aula;
use crate::notas::good;

const SHEET: &str = "\u{feff}Identificador,\"Nombre completo\",\"Dirección de correo\",Estado,Calificación,\"Calificación máxima\",\"La calificación puede ser cambiada\",\"Última modificación (entrega)\",\"Última modificación (calificación)\",\"Comentarios de retroalimentación\"\r\n\
\"Participante 101\",\"Ana García López\",ana@example.org,\"Enviado para calificar\",,\"10,00\",Sí,\"sábado, 14 de marzo de 2026, 18:30\",-,\r\n\
\"Participante 102\",\"Núñez Ñandú, \"\"Pepe\"\" =2+3\",nunez@example.org,\"Enviado para calificar\",\"3,00\",\"10,00\",Sí,-,-,\"Habla conmigo.\r\nMañana.\"\r\n\
\"Participante 103\",\"Luis Pérez\",luis@example.org,\"Enviado para calificar\",\"9,00\",\"10,00\",No,-,-,\r\n\
\"Participante 105\",\"Marta Ruiz\",marta@example.org,\"Sin entrega\",,\"10,00\",Sí,-,-,\r\n\
\"Participante 106\",\"Íñigo O’Connor-Sánchez\",inigo@example.org,\"Enviado para calificar\",,\"10,00\",Sí,-,-,\r\n\
\"Participante 900\",\"Otra Persona\",otra@example.org,\"Sin entrega\",,\"10,00\",Sí,-,-,\r\n";

/// Las casillas de una hoja, como las lee otro programa.
fn cells(bytes: &[u8], delimiter: u8) -> Vec<Vec<String>> {
    csv::ReaderBuilder::new()
        .delimiter(delimiter)
        .has_headers(false)
        .flexible(true)
        .from_reader(bytes)
        .records()
        .map(|record| record.unwrap().iter().map(str::to_owned).collect())
        .collect()
}

#[test]
fn se_rellenan_la_nota_y_el_comentario_y_nada_mas() {
    let aula = Aula::full();

    let filled = fill(&aula.class(), SHEET.as_bytes()).unwrap();

    let (before, after) = (cells(SHEET.as_bytes(), b','), cells(&filled.bytes, b','));
    for (row, (old, new)) in before.iter().zip(&after).enumerate() {
        for (column, (old, new)) in old.iter().zip(new).enumerate() {
            let ours = matches!(column, 4 | 9) && matches!(row, 1 | 2 | 4);
            assert_eq!(old != new, ours, "fila {row}, columna {column}: {new}");
        }
    }
    let marks: Vec<&str> = after.iter().skip(1).map(|row| row[4].as_str()).collect();
    assert_eq!(marks, ["10,00", "5,33", "9,00", "0,00", "", ""]);
    assert_eq!(filled.filled, 3);
    assert!(
        filled
            .bytes
            .starts_with("\u{feff}Identificador,\"Nombre".as_bytes())
    );
    assert!(filled.bytes.ends_with(b"-,\r\n"));
}

#[test]
fn se_dice_quien_se_queda_como_estaba_y_por_que() {
    let aula = Aula::full();

    let notices = fill(&aula.class(), SHEET.as_bytes())
        .unwrap()
        .notices
        .join("\n");

    assert!(
        notices.contains(
            "una persona tiene la nota bloqueada en Moodle y se deja como está: Luis Pérez."
        ),
        "{notices}"
    );
    assert!(
        notices.contains("no tiene nota todavía, y hay que mirar por qué: Íñigo O’Connor-Sánchez."),
        "{notices}"
    );
    assert!(
        notices.contains(
            "está en la hoja y no en las entregas: su fila se deja como está: Otra Persona."
        ),
        "{notices}"
    );
    assert!(
        notices.contains("entregaron y no están en la hoja") && notices.contains("Eva Moreno"),
        "{notices}"
    );
}

#[test]
fn el_comentario_del_docente_se_conserva_y_el_nuestro_no_se_repite() {
    let aula = Aula::full();
    let once = fill(&aula.class(), SHEET.as_bytes()).unwrap().bytes;

    let twice = fill(&aula.class(), &once).unwrap().bytes;

    assert_eq!(
        String::from_utf8_lossy(&once),
        String::from_utf8_lossy(&twice)
    );
    let pepe = &cells(&once, b',')[2][9];
    assert!(
        pepe.starts_with("Habla conmigo.\r\nMañana.<div class=taller-informe><p>Nota: 5,33"),
        "{pepe}"
    );
}

#[test]
fn nuestro_comentario_no_lleva_comillas_ni_deja_una_barra_al_final() {
    let aula = Aula::full();
    let sheet = SHEET.replace("Participante 105", "Participante 107");

    let filled = fill(&aula.class(), sheet.as_bytes()).unwrap();

    // `fgetcsv` de PHP, con el que lee Moodle, se pierde con `\"`.
    let hostile = &cells(&filled.bytes, b',')[4][9];
    assert!(hostile.contains("&lt;script&gt;alert(1)"), "{hostile}");
    assert!(
        !hostile.contains(['"', '\u{1b}', '\u{202e}']) && hostile.ends_with("</div>"),
        "{hostile}"
    );
}

#[test]
fn se_reconocen_las_hojas_de_otros_idiomas_y_su_manera_de_escribir_numeros() {
    let sheets = [
        (
            "Identifier,\"Full name\",Grade,\"Maximum Grade\",\"Grade can be changed\",\"Last modified (grade)\",\"Feedback comments\"\nParticipant 101,Ana,,10.00,Yes,-,\n",
            "10.00",
        ),
        (
            "Identificador;Nombre completo;Calificación;Calificación máxima;La calificación puede cambiarse;Comentarios de retroacción.\nParticipante 101;Ana;;10;Sí;\n",
            "10,00",
        ),
        (
            "Identificador,Nom complet,Qualificació,Qualificació màxima,Es pot canviar la qualificació,Comentaris de retroacció.\nParticipant101,Ana,,\"10,00\",Sí,\n",
            "10,00",
        ),
        (
            "Identificador,Nome completo,Cualificación,Cualificación máxima,A cualificación pode seren cambiada,Comentarios\nParticipante 101,Ana,,\"10,00\",Si,\n",
            "10,00",
        ),
        ("Identificador,Calificación\nParticipante 101,\n", "10,00"),
    ];
    for (sheet, wanted) in sheets {
        let aula = Aula::full();
        let filled = fill(&aula.class(), sheet.as_bytes()).unwrap();
        let text = String::from_utf8(filled.bytes).unwrap();
        assert!(text.contains(wanted) && filled.filled == 1, "{text}");
    }
}

#[test]
fn una_columna_con_otro_nombre_se_puede_decir_en_la_tarea() {
    let mut aula = Aula::empty(
        "[pasos]\npaso3 = 1\n[moodle]\ncolumna_nota = \"Ocena\"\ncolumna_comentarios = \"Povratne informacije\"\n",
    );
    aula.add("101", "Ana", None, &[("paso3", good())]);
    let sheet = "ID,Ocena,Povratne informacije\nUdeleženec 101,,\n";

    let filled = fill(&aula.class(), sheet.as_bytes()).unwrap();

    assert_eq!(cells(&filled.bytes, b',')[1][1], "10,00");
    assert!(cells(&filled.bytes, b',')[1][2].contains("Nota: 10,00"));
}

#[test]
fn la_que_guardo_una_hoja_de_calculo_en_utf_16_vuelve_en_utf_8() {
    let aula = Aula::full();
    let usual = fill(&aula.class(), SHEET.as_bytes()).unwrap();
    for unit in [u16::to_le_bytes, u16::to_be_bytes] {
        let wide: Vec<u8> = SHEET.encode_utf16().flat_map(unit).collect();

        check_worksheet(&wide, &aula.assignment).unwrap();
        let filled = fill(&aula.class(), &wide).unwrap();

        assert_eq!(cells(&filled.bytes, b','), cells(&usual.bytes[3..], b','));
        assert_eq!(filled.notices.len(), usual.notices.len() + 1);
        assert!(filled.notices.iter().any(|said| said.contains("UTF-16")));
    }
}

#[test]
fn la_que_guardo_una_hoja_de_calculo_como_ansi_vuelve_igual() {
    let aula = Aula::full();
    let windows = SHEET.strip_prefix('\u{feff}').unwrap();
    let latin = |text: &str| -> Vec<u8> {
        let one = |c: char| u8::try_from(c).unwrap_or(if c == '’' { 0x92 } else { b'?' });
        text.chars().map(one).collect()
    };
    let saved = latin(windows);

    check_worksheet(&saved, &aula.assignment).unwrap();
    let filled = fill(&aula.class(), &saved).unwrap();

    // Sin nuestros comentarios, ni las notas, es byte a byte la que se dio.
    let usual = fill(&aula.class(), windows.as_bytes()).unwrap();
    assert_eq!(filled.filled, usual.filled);
    let as_html = |text: &str| {
        let one = |c: char| match c {
            '’' | '—' | '…' => c.to_string(),
            c if u32::from(c) > 0xff => format!("&#{};", u32::from(c)),
            c => c.to_string(),
        };
        text.chars().map(one).collect::<String>()
    };
    let expected = as_html(std::str::from_utf8(&usual.bytes).unwrap());
    assert_eq!(in_windows(&filled.bytes), expected);
    assert!(
        filled
            .bytes
            .starts_with(b"Identificador,\"Nombre completo\",\"Direcci\xf3n")
    );
    let pepe = b"\"N\xfa\xf1ez \xd1and\xfa, \"\"Pepe\"\" =2+3\",nunez@example.org";
    assert!(filled.bytes.windows(pepe.len()).any(|seen| seen == pepe));
    // Y si se vuelve a rellenar, tampoco cambia nada.
    assert_eq!(
        fill(&aula.class(), &filled.bytes).unwrap().bytes,
        filled.bytes
    );
    let said = filled
        .notices
        .iter()
        .find(|said| said.contains("Windows-1252"));
    assert!(said.is_some_and(|said| said.contains("Codificación")));
}

/// Lo que lee de `bytes` un programa que los toma por Windows-1252.
fn in_windows(bytes: &[u8]) -> String {
    let one = |&byte: &u8| match byte {
        0x85 => '…',
        0x92 => '’',
        0x97 => '—',
        byte => char::from(byte),
    };
    bytes.iter().map(one).collect()
}

#[test]
fn una_hoja_que_no_es_la_de_esta_tarea_no_se_toca() {
    let aula = Aula::full();
    let refusal = |sheet: &[u8]| {
        let told = fill(&aula.class(), sheet).unwrap_err().to_string();
        // Y eso mismo se sabe sin tener ninguna nota.
        let before = check_worksheet(sheet, &aula.assignment).unwrap_err();
        assert_eq!(before.to_string(), told);
        told
    };
    let header = "Identificador,Calificación,Calificación máxima\n";

    assert!(refusal(b"PK\x03\x04\xffIdentificador").contains("no es un CSV"));
    assert!(
        refusal(
            "Identificador,Calificación\nParticipante 101,"
                .bytes()
                .chain(*b"\xd1\n")
                .collect::<Vec<_>>()
                .as_slice()
        )
        .contains("a medias en UTF-8")
    );
    assert!(refusal(b"Nombre;Nota\nAna;7\n").contains("falta la columna del identificador"));
    assert!(
        refusal(b"Identificador,Estado\nParticipante 1,-\n")
            .contains("falta la columna de la nota")
    );
    assert!(
        refusal(format!("{header}Participante 101,,\"100,00\"\n").as_bytes())
            .contains("de = \"0-100\"")
    );
    assert!(refusal(format!("{header}Participante 101,,Apto\n").as_bytes()).contains("«Apto»"));
    assert!(
        refusal(format!("{header}Participante 101,,\"10").as_bytes())
            .contains("línea 2 no se cierran")
    );
}

/// Una casilla: su texto y si va entre comillas aunque no haga falta.
fn cell() -> impl Strategy<Value = (String, bool)> {
    let text = prop::collection::vec(
        prop::sample::select(vec![
            "a", "Ñ", "\"", ",", ";", "\n", "\r\n", " ", "=", "'", "\\", "10,00",
        ]),
        0..6,
    );
    (text.prop_map(|parts| parts.concat()), any::<bool>())
}

fn encode((text, quoted): &(String, bool), delimiter: char) -> String {
    let special = |c: char| c == delimiter || matches!(c, '"' | '\n' | '\r');
    if *quoted || text.contains(special) {
        format!("\"{}\"", text.replace('"', "\"\""))
    } else {
        text.clone()
    }
}

/// Lo que se fue encontrando en la hoja rellenada: el resto por leer.
fn after<'a>(rest: &'a str, expected: &str) -> &'a str {
    rest.strip_prefix(expected).unwrap_or_else(|| {
        panic!(
            "se esperaba {expected:?} y sigue {:?}",
            &rest.chars().take(60).collect::<String>()
        )
    })
}

proptest! {
    #[test]
    fn cualquier_otra_casilla_sale_byte_a_byte_como_entro(
        rows in prop::collection::vec((cell(), cell(), any::<bool>(), any::<bool>(), 0_usize..3), 0..6),
        delimiter in prop::sample::select(vec![',', ';', '\t']),
        newline in prop::sample::select(vec!["\n", "\r\n"]),
        bom in any::<bool>(),
        last_newline in any::<bool>(),
    ) {
        let mut aula = Aula::empty("[pasos]\npaso3 = 1\n");
        let mut header = ["Identificador", "Nombre completo", "Calificación", "Nota del centro", "Comentarios de retroalimentación"].join(&delimiter.to_string());
        if bom {
            header.insert(0, '\u{feff}');
        }
        // Lo fijo de cada fila, y los huecos que se rellenan.
        let mut pieces = vec![(header.clone(), None)];
        for (number, (name, other, quoted_mark, quoted_feedback, kind)) in rows.iter().enumerate() {
            let known = *kind > 0;
            if known {
                aula.add(&number.to_string(), "Ana", None, &[("paso3", good())]);
            }
            let hole = |quoted: bool| if quoted { "\"\"" } else { "" };
            let before = format!("{newline}Participante {number}{delimiter}{}{delimiter}", encode(name, delimiter));
            let between = format!("{delimiter}{}{delimiter}", encode(other, delimiter));
            pieces.push((before, Some((hole(*quoted_mark), known, true))));
            pieces.push((between, Some((hole(*quoted_feedback), known, false))));
        }
        let tail = if last_newline { newline } else { "" };
        let mut sheet = String::new();
        for (text, hole) in &pieces {
            sheet += text;
            sheet += hole.map_or("", |hole| hole.0);
        }
        sheet += tail;

        let filled = String::from_utf8(fill(&aula.class(), sheet.as_bytes()).unwrap().bytes).unwrap();

        let mut rest = filled.as_str();
        for (text, hole) in &pieces {
            rest = after(rest, text);
            rest = match hole {
                None => rest,
                Some((empty, false, _)) => after(rest, empty),
                Some((empty, true, is_mark)) => {
                    let quoted = !empty.is_empty() || !is_mark || delimiter == ',';
                    let quote = if quoted { "\"" } else { "" };
                    rest = after(rest, quote);
                    rest = if *is_mark {
                        after(rest, "10,00")
                    } else {
                        &rest[rest.find("</div>").unwrap() + "</div>".len()..]
                    };
                    after(rest, quote)
                }
            };
        }
        prop_assert_eq!(rest, tail);
    }
}

#[test]
fn la_nota_maxima_se_compara_con_la_de_la_escala() {
    let mut aula = Aula::full();
    aula.assignment =
        Assignment::parse("[pasos]\npaso3 = 1\n[escala]\nde = \"0-100\"\n", "t", &[]).unwrap();
    let sheet = "Identifier,Grade,Maximum Grade\nParticipant 101,,100.00\n";

    let filled = fill(&aula.class(), sheet.as_bytes()).unwrap();

    assert_eq!(cells(&filled.bytes, b',')[1][1], "100");
}
