//! Configurations and URLs for which the helpers in force are compared with those of real Git.

/// Global and local configuration, and a URL.
pub const HAND_MADE: &[(&str, &str, &str)] = &[
    ("", "", "https://h.example/a"),
    ("[credential]\n\thelper = one\n", "", "https://h.example/a"),
    (
        "[credential]\n\thelper = one\n\thelper = two\n",
        "",
        "https://h.example/a",
    ),
    (
        "[credential]\n\thelper = one\n\thelper = one\n",
        "",
        "https://h.example/a",
    ),
    (
        "[credential]\n\thelper = one --flag  value\n",
        "",
        "https://h.example/a",
    ),
    (
        "[credential]\n\thelper = !git-credential-one --x\n",
        "",
        "https://h.example/a",
    ),
    (
        "[credential]\n\thelper = \"\"\n\thelper = two\n",
        "",
        "https://h.example/a",
    ),
    (
        "[credential]\n\thelper = one\n\thelper =\n\thelper = two\n",
        "",
        "https://h.example/a",
    ),
    (
        "[credential]\n\thelper = one\n",
        "[credential]\n\thelper =\n",
        "https://h.example/a",
    ),
    (
        "[credential]\n\thelper = one\n",
        "[credential]\n\thelper = two\n",
        "https://h.example/a",
    ),
    (
        "[credential]\n\thelper = one\n",
        "[credential]\n\thelper =\n\thelper = two\n",
        "https://h.example/a",
    ),
    (
        "[credential \"https://h.example\"]\n\thelper = one\n[credential]\n\thelper =\n\thelper = two\n",
        "",
        "https://h.example/a",
    ),
    (
        "[credential]\n\thelper = one\n[credential \"https://h.example\"]\n\thelper =\n\thelper = two\n[credential \"https://h.example/team\"]\n\thelper = three\n[credential]\n\thelper = four\n",
        "",
        "https://h.example/team/app",
    ),
    (
        "[credential]\n\thelper = one\n[credential \"https://h.example\"]\n\thelper =\n\thelper = two\n[credential \"https://h.example/team\"]\n\thelper = three\n[credential]\n\thelper = four\n",
        "",
        "https://h.example/other/app",
    ),
    (
        "[credential]\n\thelper = one\n[credential \"https://other.example\"]\n\thelper =\n",
        "",
        "https://h.example/a",
    ),
    ("[Credential]\n\tHELPER = one\n", "", "https://h.example/a"),
    (
        "[credential.h.example]\n\thelper = one\n",
        "",
        "https://h.example/a",
    ),
    (
        "[credential]\n\tusername = me\n\thelper = one\n",
        "",
        "https://h.example/a",
    ),
    (
        "[credential]\n\tusername = me\n\thelper = one\n",
        "",
        "https://you@h.example/a",
    ),
    (
        "[credential]\n\tusername = me\n\tusername = you\n",
        "",
        "https://h.example/a",
    ),
    (
        "[credential \"https://h.example\"]\n\tusername = me\n[credential]\n\tusername = you\n",
        "",
        "https://h.example/a",
    ),
    (
        "[credential]\n\tusername = me\n[credential \"https://you@h.example\"]\n\thelper = one\n",
        "",
        "https://h.example/a",
    ),
    (
        "[credential]\n\tusername = me\n[credential \"me@h.example\"]\n\thelper = one\n",
        "",
        "https://h.example/a",
    ),
    (
        "[credential]\n\tusername = me\n",
        "[credential]\n\tusername =\n",
        "https://h.example/a",
    ),
    (
        "[credential]\n\tuseHttpPath = true\n",
        "",
        "https://h.example/a",
    ),
    (
        "[credential]\n\tuseHttpPath = yes\n",
        "",
        "https://h.example/a/",
    ),
    (
        "[credential]\n\tuseHttpPath = true\n",
        "[credential]\n\tuseHttpPath = false\n",
        "https://h.example/a",
    ),
    (
        "[credential]\n\tuseHttpPath = 1\n",
        "",
        "https://h.example/a",
    ),
    ("[credential]\n\tuseHttpPath =\n", "", "https://h.example/a"),
    (
        "[credential \"https://h.example/team\"]\n\tuseHttpPath = on\n\thelper = one\n",
        "",
        "https://h.example/team/app",
    ),
    (
        "[include]\n\tpath = three.config\n[credential]\n\thelper = one\n",
        "",
        "https://h.example/a",
    ),
    (
        "[credential]\n\thelper = one\n[include]\n\tpath = reset.config\n\tpath = three.config\n",
        "",
        "https://h.example/a",
    ),
    (
        "[include]\n\tpath = scoped.config\n",
        "",
        "https://h.example/team/app",
    ),
    (
        "[include]\n\tpath = scoped.config\n",
        "",
        "https://h.example/other",
    ),
    (
        "[credential]\n\thelper = one\n",
        "[include]\n\tpath = ../../../three.config\n",
        "https://h.example/a",
    ),
    (
        "[includeIf \"gitdir:~/work/\"]\n\tpath = three.config\n[credential]\n\thelper = one\n",
        "",
        "https://h.example/a",
    ),
    (
        "[includeIf \"gitdir:~/elsewhere/\"]\n\tpath = three.config\n[credential]\n\thelper = one\n",
        "",
        "https://h.example/a",
    ),
    (
        "[includeIf \"gitdir:~/WORK/\"]\n\tpath = three.config\n",
        "",
        "https://h.example/a",
    ),
    (
        "[includeIf \"gitdir/i:~/WORK/\"]\n\tpath = three.config\n",
        "",
        "https://h.example/a",
    ),
    (
        "[includeIf \"gitdir:app/\"]\n\tpath = reset.config\n[credential]\n\thelper = one\n",
        "",
        "https://h.example/a",
    ),
    (
        "[credential]\n\thelper = one\n[includeIf \"gitdir:app/\"]\n\tpath = reset.config\n",
        "",
        "https://h.example/a",
    ),
    (
        "[includeIf \"onbranch:main\"]\n\tpath = three.config\n",
        "",
        "https://h.example/a",
    ),
    (
        "[includeIf \"onbranch:feature/\"]\n\tpath = three.config\n",
        "",
        "https://h.example/a",
    ),
    (
        "[includeIf \"hasconfig:remote.*.url:https://h.example/**\"]\n\tpath = three.config\n",
        "",
        "https://h.example/a",
    ),
    (
        "[includeIf \"hasconfig:remote.*.url:https://g.example/**\"]\n\tpath = three.config\n",
        "",
        "https://h.example/a",
    ),
    (
        "[credential]\n\thelper = one ; comment\n",
        "",
        "https://h.example/a",
    ),
    (
        "[credential]\n\thelper = \"one\" # comment\n",
        "",
        "https://h.example/a",
    ),
    (
        "[credential]\n\thelper = on\\\ne\n",
        "",
        "https://h.example/a",
    ),
];

/// Pairs of a section's URL and a URL that is asked for; whether they match, Git says.
pub const SECTIONS: &[(&str, &[&str])] = &[
    (
        "https://h.example",
        &[
            "https://h.example/a",
            "http://h.example/a",
            "https://x.h.example/a",
            "https://h.example:443/a",
            "https://h.example:8443/a",
            "https://H.EXAMPLE/a",
            "https://me@h.example/a",
        ],
    ),
    (
        "https://h.example/",
        &["https://h.example/a", "https://h.example"],
    ),
    ("https://h.example:443", &["https://h.example/a"]),
    ("https://h.example:0443/", &["https://h.example/a"]),
    ("https://h.example:", &["https://h.example/a"]),
    (
        "https://h.example:8443",
        &[
            "https://h.example:8443/a",
            "https://h.example/a",
            "https://h.example:8444/a",
        ],
    ),
    (
        "https://h.example:99999",
        &["https://h.example:9999/a", "https://h.example/a"],
    ),
    ("http://h.example:80", &["http://h.example/a"]),
    ("HTTPS://H.Example", &["https://h.example/a"]),
    (
        "https://*.example",
        &[
            "https://h.example/a",
            "https://a.h.example/a",
            "https://example/a",
        ],
    ),
    (
        "https://*.*",
        &["https://h.example/a", "https://a.h.example/a"],
    ),
    ("https://*", &["https://h.example/a", "https://localhost/a"]),
    (
        "https://h*.example",
        &["https://h.example/a", "https://h1.example/a"],
    ),
    (
        "https://h.*.example",
        &["https://h.x.example/a", "https://h.example/a"],
    ),
    ("https://*:8443", &["https://localhost:8443/a"]),
    (
        "https://h.example/team",
        &[
            "https://h.example/team/app.git",
            "https://h.example/team",
            "https://h.example/team/",
            "https://h.example/teams/app",
            "https://h.example/TEAM/app",
            "https://h.example/other",
        ],
    ),
    (
        "https://h.example/team/",
        &["https://h.example/team/app.git", "https://h.example/team"],
    ),
    (
        "https://h.example/team/app",
        &[
            "https://h.example/team/app.git",
            "https://h.example/team/app",
        ],
    ),
    (
        "https://h.example/team/app.git",
        &[
            "https://h.example/team/app.git",
            "https://h.example/team/app",
        ],
    ),
    (
        "https://h.example//team",
        &["https://h.example/team/app", "https://h.example//team/app"],
    ),
    (
        "https://h.example/./team/x/..",
        &[
            "https://h.example/team/app",
            "https://h.example/x/../team/app",
        ],
    ),
    ("https://h.example/../team", &["https://h.example/team/app"]),
    (
        "https://h.example/te%61m",
        &["https://h.example/team/app", "https://h.example/te%61m/app"],
    ),
    (
        "https://h.example/a%20b",
        &["https://h.example/a%20b/c", "https://h.example/a%2520b/c"],
    ),
    ("https://h.example/a b", &["https://h.example/a%20b/c"]),
    (
        "https://h.example/a+b",
        &["https://h.example/a+b/c", "https://h.example/a%2Bb/c"],
    ),
    ("https://h.example/a%2Bb", &["https://h.example/a+b/c"]),
    (
        "https://h.example/a%2fb",
        &["https://h.example/a/b", "https://h.example/a%2Fb"],
    ),
    (
        "https://h.example/a%zz",
        &["https://h.example/a%25zz", "https://h.example/a"],
    ),
    (
        "https://h.example/~me",
        &["https://h.example/~me/x", "https://h.example/%7Eme/x"],
    ),
    (
        "https://h.example/a?b",
        &["https://h.example/a?b", "https://h.example/a"],
    ),
    (
        "https://me@h.example",
        &[
            "https://me@h.example/a",
            "https://you@h.example/a",
            "https://h.example/a",
        ],
    ),
    ("https://me:pw@h.example", &["https://me@h.example/a"]),
    ("https://m%65@h.example", &["https://me@h.example/a"]),
    ("https://a%40b@h.example", &["https://a%40b@h.example/a"]),
    (
        "https://@h.example",
        &["https://h.example/a", "https://me@h.example/a"],
    ),
    (
        "https://me@*.example/team",
        &["https://me@h.example/team/a"],
    ),
    (
        "h.example",
        &[
            "https://h.example/a",
            "http://h.example/a",
            "https://h.example:443/a",
            "https://h.example:8443/a",
            "https://H.example/a",
        ],
    ),
    ("H.example", &["https://h.example/a"]),
    ("*.example", &["https://h.example/a"]),
    ("h.example:8443", &["https://h.example:8443/a"]),
    (
        "h.example/team",
        &["https://h.example/team", "https://h.example/team/app"],
    ),
    (
        "h.example/team/app",
        &["https://h.example/team/app", "https://h.example/team/app/"],
    ),
    ("/team/app", &["https://h.example/team/app"]),
    (
        "me@h.example",
        &[
            "https://me@h.example/a",
            "https://you@h.example/a",
            "https://h.example/a",
        ],
    ),
    ("me:pw@h.example", &["https://me@h.example/a"]),
    ("https://", &["https://h.example/a", "http://h.example/a"]),
    ("HTTPS://", &["https://h.example/a"]),
    ("https:///team", &["https://h.example/team"]),
    ("://h.example", &["https://h.example/a"]),
    ("", &["https://h.example/a"]),
    ("https", &["https://h.example/a"]),
    ("https://h_x.example", &["https://h_x.example/a"]),
    ("https://[::1]", &["https://[::1]/a", "https://[::1]:443/a"]),
    ("https://[::1]:8080/x", &["https://[::1]:8080/x/y"]),
    ("https://127.0.0.1:8080", &["https://127.0.0.1:8080/x"]),
    ("https://h.example#x", &["https://h.example/a"]),
    ("https://h.ex ample", &["https://h.example/a"]),
    ("https://h.example.", &["https://h.example/a"]),
    ("https://h..example", &["https://h.example/a"]),
];
