//! Copias disfrazadas contra respuestas independientes: las de verdad, del curso.

mod disguises;
mod whole_class;

use std::fs;
use std::path::{Path, PathBuf};

use proptest::prelude::*;

use super::*;

const STEPS: [&str; 5] = ["paso1", "paso2", "paso3", "paso4", "paso5"];

/// Variante de otra alternativa con solo unas líneas cambiadas: no es independiente de
/// ella, y aquí sobra.
const VARIANTS: [&str; 1] = ["alternativas/giro_sin_ceder"];

/// Las respuestas de un paso: nombre y texto.
struct Answers {
    step: &'static str,
    known: Vec<String>,
    texts: Vec<(String, String)>,
}

impl Answers {
    /// Las que hay en esas carpetas de `solutions/PASO/`.
    fn of(step: &'static str, folders: &[&str]) -> Self {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
        let solution = root.join("solutions").join(step);
        let read = |path: PathBuf| fs::read_to_string(path).unwrap();
        let mut texts = Vec::new();
        for folder in folders {
            for entry in fs::read_dir(solution.join(folder)).unwrap() {
                let path = entry.unwrap().path();
                let name = path.file_stem().unwrap().to_str().unwrap();
                texts.push((format!("{folder}/{name}"), read(path.clone())));
            }
        }
        texts.retain(|(id, _)| !VARIANTS.contains(&id.as_str()));
        texts.sort();
        Self {
            step,
            known: vec![
                read(solution.join("src/lib.rs")),
                read(root.join("exercises").join(step).join("esqueleto/lib.rs")),
            ],
            texts,
        }
    }

    /// Si no es la referencia con unas líneas de más: de esa no hay nada que copiar.
    fn is_own(&self, text: &str) -> bool {
        let both = [("suya", text), ("referencia", &*self.known[0])]
            .map(|(id, text)| Document { id, text });
        let pairs = compare(self.step, &both, &[], &Settings::default()).pairs;
        pairs.iter().all(|pair| pair.score < 0.95)
    }

    fn with(&self, copy: &str) -> Similarity {
        let mut documents = self.documents();
        documents.push(Document {
            id: "copia",
            text: copy,
        });
        self.compare(&documents)
    }

    fn documents(&self) -> Vec<Document<'_>> {
        let texts = self.texts.iter();
        texts.map(|(id, text)| Document { id, text }).collect()
    }

    fn compare(&self, documents: &[Document]) -> Similarity {
        let known: Vec<&str> = self.known.iter().map(String::as_str).collect();
        compare(self.step, documents, &known, &Settings::default())
    }
}

/// Lo que se parece `copia` a la respuesta `id`, si se han podido comparar.
fn pair_of<'a>(similarity: &'a Similarity, id: &str) -> Option<&'a Pair> {
    similarity
        .pairs
        .iter()
        .find(|pair| [&pair.left, &pair.right].contains(&&id.to_owned()) && is_copy(pair))
}

fn is_copy(pair: &Pair) -> bool {
    pair.left == "copia" || pair.right == "copia"
}

#[test]
fn una_copia_disfrazada_se_parece_mas_que_dos_respuestas_independientes() {
    for step in STEPS {
        let answers = Answers::of(step, &["alternativas"]);
        let own: Vec<_> = answers
            .texts
            .iter()
            .filter(|(_, text)| answers.is_own(text))
            .collect();
        assert!(own.len() > 1, "{step}");
        for (id, text) in own {
            for (disguise, disguised) in disguises::ALL {
                let similarity = answers.with(&disguised(text));

                let first = &similarity.pairs[0];
                assert!(is_copy(first), "{step}/{id}, {disguise}: {first:?}");
                assert!(
                    pair_of(&similarity, id) == Some(first),
                    "{step}/{id}, {disguise}"
                );
                // Y no por poco: las demás parejas van a otra distancia.
                let others = similarity.pairs.iter().filter(|pair| !is_copy(pair));
                let next = others.map(|pair| pair.score).fold(0.0, f64::max);
                assert!(
                    first.score > next,
                    "{step}/{id}, {disguise}: {} y {next}",
                    first.score
                );
            }
        }
    }
}

#[test]
fn cambiar_nombres_comentarios_formato_y_orden_no_cambia_nada() {
    for step in STEPS {
        let answers = Answers::of(step, &["alternativas", "equivocadas"]);
        for (id, text) in &answers.texts {
            for (disguise, disguised) in disguises::THAT_CHANGE_NOTHING {
                let copy = disguised(text);
                let both =
                    [(&**id, text), ("copia", &copy)].map(|(id, text)| Document { id, text });
                let similarity = answers.compare(&both);
                if similarity.too_short.contains(id) {
                    continue;
                }

                let pair = pair_of(&similarity, id).expect(id);
                assert!(
                    (pair.score - 1.0).abs() < 1e-9,
                    "{id}, {disguise}: {pair:?}"
                );
            }
        }
    }
}

#[test]
fn lo_que_es_como_la_referencia_no_se_compara() {
    for step in STEPS {
        let answers = Answers::of(step, &[]);
        let reference = &answers.known[0];
        let renamed = disguises::rename(reference);
        let class = [
            ("ana", reference),
            ("luis", &renamed),
            ("eva", &answers.known[1]),
        ]
        .map(|(id, text)| Document { id, text });

        let similarity = answers.compare(&class);

        assert_eq!(similarity.too_short, ["ana", "eva", "luis"], "{step}");
        assert_eq!(similarity.pairs, [], "{step}");
        assert_eq!(similarity.groups, [], "{step}");
    }
}

#[test]
fn las_lineas_que_se_ensenan_son_las_que_coinciden() {
    let answers = Answers::of("paso4", &["alternativas"]);
    let (id, text) = answers
        .texts
        .iter()
        .find(|(id, _)| id.ends_with("futex"))
        .unwrap();
    let copy = disguises::pad(text);

    let similarity = answers.with(&copy);

    let pair = pair_of(&similarity, id).unwrap();
    assert_eq!((&*pair.left, &*pair.right), ("alternativas/futex", "copia"));
    assert!(pair.fragments.len() > 3, "{:?}", pair.fragments);
    for fragment in &pair.fragments {
        let last_of = |text: &str, lines: Lines| {
            let last = text.lines().nth(lines.last as usize - 1).unwrap();
            last.trim().to_owned()
        };
        // Lo que sobra en la copia está entre los trozos, no dentro.
        let right = copy.lines().enumerate().filter(|(at, _)| {
            (fragment.right.first as usize..fragment.right.last as usize).contains(at)
        });
        assert!(right.into_iter().all(|(_, line)| !line.contains("sobra <")));
        assert!(!last_of(text, fragment.left).is_empty());
        assert!(fragment.left.first <= fragment.left.last);
        assert!(fragment.tokens >= Settings::default().noise);
    }
    let ordered = pair
        .fragments
        .windows(2)
        .all(|two| two[0].left <= two[1].left);
    assert!(ordered, "{:?}", pair.fragments);
}

#[test]
fn dos_comentarios_iguales_delatan_a_dos_respuestas_como_la_referencia() {
    let answers = Answers::of("paso1", &["alternativas"]);
    let reference = &answers.known[0];
    let with =
        |comment: &str| reference.replace("let protection", &format!("{comment}\nlet protection"));
    let ana = with("// por hay no pasa nadie\nlet _ = \"ni por aquí tampoco\";");
    let luis = with("/* por hay  no pasa nadie */ let _ = \"ni por aquí tampoco\";");
    let mut class = answers.documents();
    class.push(Document {
        id: "ana",
        text: &ana,
    });
    class.push(Document {
        id: "luis",
        text: &luis,
    });

    let similarity = answers.compare(&class);

    let pair = similarity
        .pairs
        .iter()
        .find(|pair| (&*pair.left, &*pair.right) == ("ana", "luis"))
        .unwrap();
    assert_eq!(
        pair.marks,
        ["\"ni por aquí tampoco\"", "// por hay no pasa nadie"]
    );
}

const STATEMENTS: [&str; 12] = [
    "let a = b;",
    "if a < b { c(); }",
    "for i in 0..n { x += i; }",
    "while !done() { step()?; }",
    "match v { Some(x) => f(x), None => g() }",
    "unsafe { p.add(1).write(0) };",
    "v.push((a, b));",
    "loop { break; }",
    "let [x, y] = z;",
    "return Err(E::A { at: 3 });",
    "*p = &mut q[..n];",
    "s.iter().map(|x| x + 1).sum::<u8>();",
];

proptest! {
    #[test]
    fn el_parecido_es_simetrico_y_no_depende_del_orden(
        one in prop::collection::vec(0_usize..12, 5..30),
        other in prop::collection::vec(0_usize..12, 5..30),
    ) {
        let text = |picks: &[usize]| -> String {
            let body: String = picks.iter().map(|&pick| STATEMENTS[pick]).collect();
            format!("fn f() {{ {body} }}")
        };
        let (one, other) = (text(&one), text(&other));
        let settings = Settings { pairs: 10, ..Settings::default() };
        let pair = |left: &str, right: &str| {
            let documents = [Document { id: "a", text: left }, Document { id: "b", text: right }];
            compare("paso1", &documents, &[], &settings)
        };
        let (forth, back) = (pair(&one, &other), pair(&other, &one));

        prop_assert_eq!(forth.pairs.len(), back.pairs.len());
        for (forth, back) in forth.pairs.iter().zip(&back.pairs) {
            prop_assert!((forth.score - back.score).abs() < 1e-9);
            prop_assert!((forth.of_left - back.of_right).abs() < 1e-9);
            prop_assert!((forth.of_right - back.of_left).abs() < 1e-9);
            prop_assert!((0.0..=1.0).contains(&forth.score));
        }
        let documents = [Document { id: "a", text: &one }, Document { id: "b", text: &other }];
        let reversed = [documents[1], documents[0]];
        prop_assert_eq!(
            compare("paso1", &documents, &[], &settings),
            compare("paso1", &reversed, &[], &settings)
        );
    }

    #[test]
    fn consigo_mismo_o_con_otros_nombres_el_parecido_es_uno(
        picks in prop::collection::vec(0_usize..12, 8..30),
    ) {
        let body: String = picks.iter().map(|&pick| STATEMENTS[pick]).collect();
        let text = format!("fn answer() {{ {body} }}");
        for copy in [text.clone(), disguises::rename(&text), disguises::comment(&text)] {
            let documents = [Document { id: "a", text: &text }, Document { id: "b", text: &copy }];
            let similarity = compare("paso1", &documents, &[], &Settings::default());

            if similarity.too_short.is_empty() {
                prop_assert!((similarity.pairs[0].score - 1.0).abs() < 1e-9);
                prop_assert!((similarity.pairs[0].of_left - 1.0).abs() < 1e-9);
            }
            prop_assert_eq!(similarity.pairs.len(), usize::from(similarity.too_short.is_empty()));
        }
    }

    #[test]
    fn ningun_texto_lo_rompe(one in "\\PC{0,200}", other in "[{}()\\[\\]#'\"/*r!;,\n a-z]{0,200}") {
        let documents = [Document { id: "a", text: &one }, Document { id: "b", text: &other }];

        let _ = compare("paso1", &documents, &[&other], &Settings::default());
        let _ = compare("paso1", &documents, &[], &Settings { noise: 2, window: 2, ..Settings::default() });
    }
}
