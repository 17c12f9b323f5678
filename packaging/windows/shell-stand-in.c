/*
 * Stands in for the shell that Git for Windows brings and Debian does not: `sh -c "git
 * credential-store get"` runs the words as they are. That is all Git asks of it for a helper
 * without quotes, variables or pipes.
 */
#include <wchar.h>
#include <windows.h>

static HANDLE handed_down(DWORD which)
{
    HANDLE handle = GetStdHandle(which);
    SetHandleInformation(handle, HANDLE_FLAG_INHERIT, HANDLE_FLAG_INHERIT);
    return handle;
}

int wmain(int count, wchar_t **arguments)
{
    STARTUPINFOW start = { .cb = sizeof start, .dwFlags = STARTF_USESTDHANDLES };
    PROCESS_INFORMATION child;
    DWORD code = 127;

    if (count < 3 || wcscmp(arguments[1], L"-c"))
        return 2;
    start.hStdInput = handed_down(STD_INPUT_HANDLE);
    start.hStdOutput = handed_down(STD_OUTPUT_HANDLE);
    start.hStdError = handed_down(STD_ERROR_HANDLE);
    if (!CreateProcessW(NULL, arguments[2], NULL, NULL, TRUE, 0, NULL, NULL, &start, &child))
        return 127;
    WaitForSingleObject(child.hProcess, INFINITE);
    GetExitCodeProcess(child.hProcess, &code);
    return (int)code;
}
