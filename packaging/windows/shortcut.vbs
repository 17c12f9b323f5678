' Makes a shortcut as an installer does: SHORTCUT PROGRAM ARGUMENTS
Set shortcut = CreateObject("WScript.Shell").CreateShortcut(WScript.Arguments(0))
shortcut.TargetPath = WScript.Arguments(1)
shortcut.Arguments = WScript.Arguments(2)
shortcut.Save
