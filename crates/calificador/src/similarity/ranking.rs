//! La clase entera: cuánto se parece cada pareja, y cuáles se salen de lo normal.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use super::fingerprints::{self, Fingerprint, hashes};
use super::tokens::{self, Code};
use super::{Distribution, Document, Group, Kinship, Pair, Settings, Similarity, fragments, marks};

/// Con menos huellas propias que estas, una coincidencia es casualidad.
const ENOUGH: usize = 3;
/// Con menos archivos comparables que estos, una clase no tiene un «normal».
const CLASS: usize = 10;
/// Rarezas que hacen falta para enseñar una pareja cuyo código no se parece.
const TELLING_MARKS: usize = 2;

/// Un archivo, ya leído.
struct Read<'a> {
    document: Document<'a>,
    code: Code,
    /// Sus huellas propias.
    prints: Vec<Fingerprint>,
    /// Las mismas, sin repetir.
    own: BTreeSet<u64>,
    /// Si tiene algo que no se dio hecho, lo tenga también media clase o no.
    original: bool,
}

impl Read<'_> {
    fn comparable(&self) -> bool {
        self.own.len() >= ENOUGH
    }

    fn side(&self) -> fragments::Side<'_> {
        fragments::Side {
            tokens: &self.code.tokens,
            prints: &self.prints,
        }
    }
}

/// Compara entre sí los archivos de un paso. `known` es lo que se dio hecho: la
/// referencia, el esqueleto y lo que quien da la clase quiera añadir.
///
/// El resultado no depende del orden de `documents`. El coste crece con el cuadrado
/// de la clase, pero con una constante pequeña: lo mide `cargo bench -p calificador`.
pub fn compare(
    step: &str,
    documents: &[Document],
    known: &[&str],
    settings: &Settings,
) -> Similarity {
    let known: Vec<Code> = known
        .iter()
        .map(|text| tokens::read(text, usize::MAX))
        .collect();
    let class = read_class(documents, &known, settings);
    let scores = Scores::of(&class, settings.pairs);
    let distribution = scores.distribution();
    let known_marks = known.iter().flat_map(|code| code.marks.clone()).collect();
    let all_marks: Vec<_> = class.iter().map(|read| read.code.marks.clone()).collect();
    let marks = marks::shared(&all_marks, &known_marks);
    let names = |wanted: &dyn Fn(&Read) -> bool| -> Vec<String> {
        let those = class.iter().filter(|read| wanted(read));
        those.map(|read| read.document.id.to_owned()).collect()
    };
    Similarity {
        step: step.to_owned(),
        documents: class.len(),
        too_short: names(&|read| !read.comparable()),
        cut_short: names(&|read| read.code.cut_short),
        groups: groups(&class),
        pairs: pairs(&class, &scores, &marks, &distribution, settings),
        distribution,
    }
}

fn read_class<'a>(
    documents: &[Document<'a>],
    known: &[Code],
    settings: &Settings,
) -> Vec<Read<'a>> {
    let given: HashSet<u64> = known
        .iter()
        .flat_map(|code| hashes(&code.tokens, settings.noise))
        .collect();
    let mut class: Vec<Read> = documents
        .iter()
        .map(|&document| {
            let code = tokens::read(document.text, settings.tokens);
            let prints = fingerprints::of(&code.tokens, settings.noise, settings.window, &given);
            let own: BTreeSet<u64> = prints.iter().map(|print| print.hash).collect();
            Read {
                document,
                code,
                original: own.len() >= ENOUGH,
                own,
                prints,
            }
        })
        .collect();
    class.sort_by_key(|read| read.document.id);
    forget_common(&mut class, settings);
    class
}

/// Quita las huellas que tiene tanta gente que no dicen nada de nadie.
fn forget_common(class: &mut [Read], settings: &Settings) {
    let mut files: HashMap<u64, usize> = HashMap::new();
    for hash in class.iter().flat_map(|read| &read.own) {
        *files.entry(*hash).or_default() += 1;
    }
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        clippy::cast_precision_loss,
        reason = "es una parte de una clase, que cabe de sobra"
    )]
    let share = (class.len() as f64 * settings.common_share) as usize;
    let most = share.max(settings.common_files);
    for read in class {
        read.own.retain(|hash| files[hash] <= most);
        let own = &read.own;
        read.prints.retain(|print| own.contains(&print.hash));
    }
}

/// Los parecidos de todas las parejas comparables.
struct Scores {
    comparable: usize,
    /// Las que más se parecen, sin orden.
    best: Vec<(usize, usize)>,
    /// Cuántas parejas hay en cada milésima de parecido: de una clase de miles no
    /// caben todas, y para situar a una no hace falta más.
    thousandths: Vec<u64>,
}

impl Scores {
    fn of(class: &[Read], most: usize) -> Self {
        let mut files: HashMap<u64, Vec<usize>> = HashMap::new();
        let mut best = Best::new(most);
        let mut thousandths = vec![0_u64; 1001];
        let comparable: Vec<usize> = (0..class.len())
            .filter(|&read| class[read].comparable())
            .collect();
        let mut common = vec![0_usize; class.len()];
        // Cada archivo se compara con los anteriores, que ya están en `files`.
        for (before, &right) in comparable.iter().enumerate() {
            common.fill(0);
            for hash in &class[right].own {
                let owners = files.entry(*hash).or_default();
                for &left in owners.iter() {
                    common[left] += 1;
                }
                owners.push(right);
            }
            for &left in &comparable[..before] {
                let score = dice(&class[left], &class[right], common[left]);
                thousandths[bucket(score)] += 1;
                best.offer(score, (left, right));
            }
        }
        Self {
            comparable: comparable.len(),
            best: best.into_pairs(),
            thousandths,
        }
    }

    fn distribution(&self) -> Distribution {
        let mut histogram = [0; 20];
        for (thousandth, count) in self.thousandths.iter().enumerate() {
            histogram[(thousandth / 50).min(19)] += count;
        }
        let third_quartile = self.quantile(0.75);
        // La valla lejana de Tukey; con un mínimo, porque en una clase donde nadie se
        // parece a nadie cualquier cosa quedaría fuera.
        let spread = (third_quartile - self.quantile(0.25)).max(0.1);
        Distribution {
            pairs: self.thousandths.iter().sum(),
            median: self.quantile(0.5),
            third_quartile,
            percentile_99: self.quantile(0.99),
            histogram,
            unusual_from: (self.comparable >= CLASS)
                .then(|| (third_quartile + 3.0 * spread).clamp(0.4, 1.0)),
        }
    }

    /// El parecido por debajo del cual está esa parte de las parejas.
    fn quantile(&self, part: f64) -> f64 {
        let total: u64 = self.thousandths.iter().sum();
        let mut before = 0;
        for (thousandth, count) in self.thousandths.iter().enumerate() {
            before += count;
            if ratio(before, total) >= part && before > 0 {
                return ratio(thousandth as u64, 1000);
            }
        }
        0.0
    }

    /// Qué parte de las parejas se parece menos que `score`.
    fn above(&self, score: f64) -> f64 {
        let less = self.thousandths[..bucket(score)].iter().sum();
        ratio(less, self.thousandths.iter().sum())
    }
}

/// Las parejas con más parecido, sin guardar las demás.
struct Best {
    most: usize,
    kept: Vec<(f64, (usize, usize))>,
}

impl Best {
    fn new(most: usize) -> Self {
        Self {
            most,
            kept: Vec::new(),
        }
    }

    fn offer(&mut self, score: f64, pair: (usize, usize)) {
        if score > 0.0 {
            self.kept.push((score, pair));
        }
        // Se ordena de vez en cuando, y no cada vez: sale a poco por pareja.
        if self.kept.len() >= 1024.max(self.most * 4) {
            self.prune();
        }
    }

    fn prune(&mut self) {
        self.kept
            .sort_by(|one, other| other.0.total_cmp(&one.0).then(one.1.cmp(&other.1)));
        self.kept.truncate(self.most);
    }

    fn into_pairs(mut self) -> Vec<(usize, usize)> {
        self.prune();
        self.kept.into_iter().map(|(_, pair)| pair).collect()
    }
}

fn pairs(
    class: &[Read],
    scores: &Scores,
    marks: &BTreeMap<(usize, usize), Vec<String>>,
    distribution: &Distribution,
    settings: &Settings,
) -> Vec<Pair> {
    let telling = marks
        .iter()
        .filter(|(_, shared)| shared.len() >= TELLING_MARKS)
        .map(|(pair, _)| *pair);
    let candidates: BTreeSet<(usize, usize)> = scores.best.iter().copied().chain(telling).collect();
    let mut ranked: Vec<Candidate> = candidates
        .into_iter()
        .map(|pair| {
            let common = class[pair.0].own.intersection(&class[pair.1].own).count();
            Candidate {
                pair,
                common,
                score: dice(&class[pair.0], &class[pair.1], common),
                marks: marks.get(&pair).map_or(&[], Vec::as_slice),
            }
        })
        .collect();
    ranked.sort_by(Candidate::order);
    ranked.truncate(settings.pairs);
    ranked
        .iter()
        .map(|candidate| candidate.describe(class, scores, distribution))
        .collect()
}

/// Una pareja, antes de buscar en qué líneas se parece.
struct Candidate<'a> {
    pair: (usize, usize),
    common: usize,
    score: f64,
    marks: &'a [String],
}

impl Candidate<'_> {
    /// Primero las que más se parecen; a igualdad, las que comparten más rarezas.
    fn order(&self, other: &Self) -> Ordering {
        (other.score.total_cmp(&self.score))
            .then_with(|| other.marks.len().cmp(&self.marks.len()))
            .then_with(|| self.pair.cmp(&other.pair))
    }

    fn describe(&self, class: &[Read], scores: &Scores, distribution: &Distribution) -> Pair {
        let (left, right) = (&class[self.pair.0], &class[self.pair.1]);
        Pair {
            left: left.document.id.to_owned(),
            right: right.document.id.to_owned(),
            score: self.score,
            of_left: ratio(self.common as u64, left.own.len() as u64),
            of_right: ratio(self.common as u64, right.own.len() as u64),
            above: scores.above(self.score),
            unusual: distribution
                .unusual_from
                .is_some_and(|limit| self.score >= limit),
            kinship: kinship(left, right),
            fragments: fragments::find(left.side(), right.side()),
            marks: self.marks.to_vec(),
        }
    }
}

/// El coeficiente de Dice: huellas comunes entre la media de las de cada uno.
fn dice(left: &Read, right: &Read, common: usize) -> f64 {
    ratio(2 * common as u64, (left.own.len() + right.own.len()) as u64)
}

fn kinship(left: &Read, right: &Read) -> Kinship {
    let same = |view: fn(&tokens::Token) -> u64| {
        let (a, b) = (&left.code.tokens, &right.code.tokens);
        a.len() == b.len() && a.iter().map(view).eq(b.iter().map(view))
    };
    if left.document.text == right.document.text {
        Kinship::SameFile
    } else if same(|token| token.text) {
        Kinship::SameCode
    } else if same(|token| token.shape.into()) {
        Kinship::SameShape
    } else {
        Kinship::Partial
    }
}

/// Los archivos que son el mismo, aunque los tenga tanta gente que sus huellas ya no
/// cuenten. Los que no tienen nada propio no: son la referencia con otros nombres.
fn groups(class: &[Read]) -> Vec<Group> {
    let mut same: BTreeMap<Vec<u8>, Vec<&Read>> = BTreeMap::new();
    for read in class.iter().filter(|read| read.original) {
        let shape = read.code.tokens.iter().map(|token| token.shape).collect();
        same.entry(shape).or_default().push(read);
    }
    let mut groups: Vec<Group> = same
        .into_values()
        .filter(|members| members.len() > 1)
        .map(|members| Group {
            kinship: members[1..]
                .iter()
                .map(|other| kinship(members[0], other))
                .max()
                .unwrap_or(Kinship::SameFile),
            ids: members
                .iter()
                .map(|read| read.document.id.to_owned())
                .collect(),
        })
        .collect();
    groups.sort_by(|one, other| (one.kinship, &one.ids).cmp(&(other.kinship, &other.ids)));
    groups
}

fn bucket(score: f64) -> usize {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "de 0 a 1, así que de 0 a 1000"
    )]
    let thousandth = (score * 1000.0) as usize;
    thousandth.min(1000)
}

fn ratio(part: u64, whole: u64) -> f64 {
    if whole == 0 {
        return 0.0;
    }
    #[expect(
        clippy::cast_precision_loss,
        reason = "son cuentas de huellas y de parejas: mucho menos de 2^52"
    )]
    let ratio = part as f64 / whole as f64;
    ratio
}
