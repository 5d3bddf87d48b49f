; "Open in Tributary" in the menu of a folder, and of the ground of an open one; for this user alone.
!macro customInstall
  WriteRegStr HKCU "Software\Classes\Directory\shell\Tributary" "" "Open in Tributary"
  WriteRegStr HKCU "Software\Classes\Directory\shell\Tributary" "Icon" "$INSTDIR\Tributary.exe"
  WriteRegStr HKCU "Software\Classes\Directory\shell\Tributary\command" "" '"$INSTDIR\Tributary.exe" "%V"'
  WriteRegStr HKCU "Software\Classes\Directory\Background\shell\Tributary" "" "Open in Tributary"
  WriteRegStr HKCU "Software\Classes\Directory\Background\shell\Tributary" "Icon" "$INSTDIR\Tributary.exe"
  WriteRegStr HKCU "Software\Classes\Directory\Background\shell\Tributary\command" "" '"$INSTDIR\Tributary.exe" "%V"'
!macroend

!macro customUnInstall
  DeleteRegKey HKCU "Software\Classes\Directory\shell\Tributary"
  DeleteRegKey HKCU "Software\Classes\Directory\Background\shell\Tributary"
!macroend
