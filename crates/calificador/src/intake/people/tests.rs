use super::*;

fn received(name: &str, newest: i64) -> Received {
    Received {
        who: Who {
            id: name.to_owned(),
            name: name.to_owned(),
            ..Who::default()
        },
        sources: BTreeMap::new(),
        notices: Vec::new(),
        newest,
    }
}

fn numbered(id: &str, name: &str, newest: i64) -> Received {
    let mut received = received(name, newest);
    id.clone_into(&mut received.who.id);
    received.who.numbered = true;
    received
}

fn row(participant: &str, name: &str, group: Option<&str>) -> Row {
    Row {
        participant: Some(participant.to_owned()),
        student: Student {
            name: name.to_owned(),
            email: Some(format!("{participant}@uni.es")),
            group: group.map(str::to_owned),
            ..Student::default()
        },
        ..Row::default()
    }
}

fn ids(entries: &[Entry]) -> Vec<&str> {
    entries.iter().map(|entry| entry.id.as_str()).collect()
}

#[test]
fn of_several_attempts_the_last_counts_and_it_is_said() {
    for names in [
        ["Ana (2)", "Ana"],
        ["Ana - intento 2", "Ana - intento 1"],
        ["ana_attempt2", "ana"],
    ] {
        let all = vec![received(names[0], 1), received(names[1], 9)];

        let (entries, _) = settle(all, None, &|_| None);

        assert_eq!(entries.len(), 1, "{names:?}");
        let text = &entries[0].notices[0].text;
        assert_eq!(entries[0].notices[0].kind, NoticeKind::Duplicate);
        assert!(text.contains(&format!("«{}»", names[0])), "{text}");
    }
}

#[test]
fn two_downloads_with_the_same_participant_keep_the_newest() {
    let all = vec![numbered("7", "Ana", 50), numbered("7", "Ana", 20)];

    let (entries, _) = settle(all, None, &|_| None);

    assert_eq!(ids(&entries), ["7"]);
    assert_eq!(entries[0].notices[0].kind, NoticeKind::Duplicate);
}

#[test]
fn namesakes_are_never_one_person() {
    let all = vec![
        numbered("101", "Ana López", 1),
        numbered("9", "Ana López", 2),
    ];

    let (entries, notices) = settle(all, None, &|_| None);

    assert_eq!(ids(&entries), ["9", "101"]);
    assert_eq!(notices.len(), 1);
    assert!(notices[0].text.contains("2 personas distintas: 9, 101"));
}

#[test]
fn the_same_number_with_two_names_is_two_people() {
    let all = vec![numbered("7", "Ana", 1), numbered("7", "Luis", 2)];

    let (entries, notices) = settle(all, None, &|_| None);

    assert_eq!(ids(&entries), ["7", "7 #2"]);
    assert!(notices[0].text.contains("dos tareas"));
}

#[test]
fn the_roster_names_everybody_and_says_who_is_missing() {
    let roster = Roster {
        rows: vec![row("7", "Ana López", None), row("8", "Luis", None)],
    };
    let all = vec![numbered("7", "Participante 7", 1), numbered("99", "Eva", 1)];

    let (entries, notices) = settle(all, Some(&roster), &|_| None);

    assert_eq!(ids(&entries), ["7", "8", "99"]);
    assert_eq!(entries[0].student.name, "Ana López");
    assert_eq!(entries[0].student.email.as_deref(), Some("7@uni.es"));
    assert_eq!(entries[1].notices[0].kind, NoticeKind::Missing);
    assert_eq!(notices[0].kind, NoticeKind::Unlisted);
    assert!(notices[0].text.contains("Eva"));
}

#[test]
fn the_work_of_a_group_is_that_of_each_member() {
    let roster = Roster {
        rows: vec![
            row("12", "Ana", Some("Grupo A")),
            row("13", "Eva", Some("Grupo A")),
            row("14", "Luis", None),
        ],
    };

    let (entries, _) = settle(vec![numbered("12", "Grupo A", 1)], Some(&roster), &|_| None);

    assert_eq!(ids(&entries), ["12", "13", "14"]);
    assert!(entries[1].notices.is_empty());
    assert_eq!(entries[2].notices[0].kind, NoticeKind::Missing);
}

#[test]
fn who_is_late_is_told_by_how_much() {
    let mut late = row("7", "Ana", None);
    late.submitted_at = Some("2026-05-05T02:00:30Z".parse().unwrap());
    let roster = Roster { rows: vec![late] };
    let due = "2026-05-03T23:59:00Z".parse::<Timestamp>().unwrap();

    let (entries, _) = settle(vec![numbered("7", "Ana", 1)], Some(&roster), &|_| Some(due));

    assert_eq!(
        entries[0].notices[0].text,
        "llegó 1 día, 2 horas, 1 minuto después de la fecha límite"
    );
}
